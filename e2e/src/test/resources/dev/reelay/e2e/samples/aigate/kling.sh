curl --max-time 900 https://api.aigate.shop/v1/video/generations \
  -H "Authorization: Bearer sk-your-api-key" \
  -H "Content-Type: application/json" \
  -d '{ "model": "klingai/kling-v3.0-t2v", "prompt": "A realistic cinematic product shot, slow dolly camera movement, natural light", "duration": 5, "resolution": "720p", "aspect_ratio": "16:9", "audio": false, "quality": "std", "negative_prompt": "text, watermark, blurry, distorted hands", "seed": 42, "n": 1, "provider_options": { "cfg_scale": 0.65 } }'
