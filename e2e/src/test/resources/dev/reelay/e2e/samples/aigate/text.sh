curl --max-time 900 https://api.aigate.shop/v1/video/generations \
  -H "Authorization: Bearer sk-your-api-key" \
  -H "Content-Type: application/json" \
  -d '{ "model": "provider/video-model-id", "prompt": "A cinematic shot of a glass sphere floating over a neon city", "duration": 5, "resolution": "720p", "aspect_ratio": "16:9", "audio": false, "n": 1 }'
