curl --max-time 900 https://api.aigate.shop/v1/video/generations \
  -H "Authorization: Bearer sk-your-api-key" \
  -H "Content-Type: application/json" \
  -d '{ "model": "provider/video-model-id", "prompt": "Turn the reference image into a short looping product shot", "input_image": "https://picsum.photos/seed/aigate-video-product/1024/1024", "duration": 5, "resolution": "720p", "aspect_ratio": "1:1", "audio": false }'
