curl -X POST "https://gptimage2api.org/api/ai/video/generate" \
  -H "Content-Type: application/json" \
  -d '{ "prompt": "A slow cinematic dolly around a ceramic coffee cup on a kitchen island, morning light, 35mm film", "model": "sora-2-text-to-video", "inputMode": "text_to_video", "aspectRatio": "16:9", "duration": 5 }'
