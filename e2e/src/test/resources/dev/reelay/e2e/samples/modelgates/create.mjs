const url = 'https://modelgates.ai/api/v1/videos';
const options = {
  method: 'POST',
  headers: {Authorization: 'Bearer <token>', 'Content-Type': 'application/json'},
  body: '{"model":"google/veo-3.1","prompt":"A serene mountain landscape at sunset","aspect_ratio":"16:9","duration":8,"resolution":"720p"}'
};
try {
  const response = await fetch(url, options);
  const data = await response.json();
  console.log(data);
} catch (error) {
  console.error(error);
}
