require 'uri'
require 'net/http'
url = URI("https://modelgates.ai/api/v1/videos")
http = Net::HTTP.new(url.host, url.port)
http.use_ssl = true
request = Net::HTTP::Post.new(url)
request["Authorization"] = 'Bearer <token>'
request["Content-Type"] = 'application/json'
request.body = "{\n  \"model\": \"google/veo-3.1\",\n  \"prompt\": \"A serene mountain landscape at sunset\",\n  \"aspect_ratio\": \"16:9\",\n  \"duration\": 8,\n  \"resolution\": \"720p\"\n}"
response = http.request(request)
puts response.read_body
