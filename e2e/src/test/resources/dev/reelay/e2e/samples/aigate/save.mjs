import { writeFile } from "node:fs/promises";
const videoUrl = response.videos[0].url;
const file = await fetch(videoUrl);
if (!file.ok) { throw new Error(await file.text());}writeFile("aigate-video.mp4", Buffer.from(await file.arrayBuffer()));
