curl --max-time 900 https://api.aigate.shop/v1/video/generations \
  -H "Authorization: Bearer sk-your-api-key" \
  -H "Content-Type: application/json" \
  -d '{ "model": "provider/video-model-id", "prompt": "Make the camera movement smoother and keep the same subject", "input_video": "https://example.com/source.mp4", "duration": 5, "resolution": "720p", "aspect_ratio": "16:9", "provider_options": { "style": "cinematic" } }'
