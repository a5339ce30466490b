import requests
url = "https://modelgates.ai/api/v1/videos"
payload = {
    "model": "google/veo-3.1",
    "prompt": "A serene mountain landscape at sunset",
    "aspect_ratio": "16:9",
    "duration": 8,
    "resolution": "720p"
}
headers = {
    "Authorization": "Bearer <token>",
    "Content-Type": "application/json"
}
response = requests.post(url, json=payload, headers=headers)
print(response.json())
