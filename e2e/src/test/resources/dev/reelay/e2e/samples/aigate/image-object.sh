curl --max-time 900 https://api.aigate.shop/v1/video/generations \
  -H "Authorization: Bearer sk-your-api-key" \
  -H "Content-Type: application/json" \
  -d '{ "model": "provider/video-model-id", "prompt": { "text": "Animate this frame: slow camera push-in, soft light, smooth motion", "image": "https://picsum.photos/seed/aigate-video-frame/1024/768" }, "duration": 5, "resolution": "720p", "aspect_ratio": "16:9", "audio": false, "n": 1 }'
