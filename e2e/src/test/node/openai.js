import assert from "node:assert/strict";
import OpenAI from "openai";
import {
  REELAY_FLAKY_URL, REELAY_KEY, REELAY_LOSING_URL, REELAY_URL, TINY, assertMp4, made, run, until,
} from "./cases.js";

const at = (url, apiKey) => new OpenAI({ baseURL: `${url}/v1`, apiKey });
const client = at(REELAY_URL, REELAY_KEY);
const wanted = { model: "reelay/storyboard-1", prompt: TINY, seconds: "4", size: "1280x720" };
let id;

await run({
  async create() {
    const video = await client.videos.create(wanted);
    assert.equal(video.object, "video");
    assert.equal(video.status, "queued");
    assert.equal(video.seconds, "4");
    assert.equal(video.size, "1280x720");
    id = video.id;
  },
  async poll() {
    const video = await until(() => client.videos.retrieve(id), (v) => v.status === "completed");
    assert.equal(video.progress, 100);
    assert.ok(video.expires_at > video.completed_at);
  },
  async list() {
    const second = await client.videos.create(wanted);
    const seen = [];
    for await (const video of client.videos.list({ limit: 1 })) {
      seen.push(video.id);
    }
    assert.deepEqual(seen.slice(0, 2), [second.id, id]);
  },
  async download() {
    const answer = await client.videos.downloadContent(id);
    assert.equal(answer.headers.get("content-type"), "video/mp4");
    assertMp4(await answer.arrayBuffer());
    const sheet = await client.videos.downloadContent(id, { variant: "spritesheet" });
    assert.equal(sheet.headers.get("content-type"), "image/jpeg");
  },
  async remix() {
    const remix = await client.videos.remix(id, { prompt: "the same at night" });
    assert.equal(remix.remixed_from_video_id, id);
    const extension = await client.videos.extend({ prompt: "it runs on", seconds: "4", video: { id } });
    assert.equal(extension.seconds, "8");
    for (const made of [remix, extension]) {
      const video = await until(() => client.videos.retrieve(made.id), (v) => v.status === "completed");
      assertMp4(await (await client.videos.downloadContent(video.id)).arrayBuffer());
    }
  },
  async errors() {
    await assert.rejects(client.videos.create({ ...wanted, seconds: "99" }), (error) =>
      error instanceof OpenAI.BadRequestError && error.param === "seconds" && error.code === "invalid_value");
    await assert.rejects(client.videos.create({ ...wanted, model: "nobody" }), (error) =>
      error instanceof OpenAI.NotFoundError && error.code === "model_not_found");
    await assert.rejects(at(REELAY_URL, "sk-test-wrong").videos.list(), OpenAI.AuthenticationError);
  },
  async retry() {
    const video = await at(REELAY_FLAKY_URL, REELAY_KEY).videos.create(wanted);
    assert.equal(video.status, "queued");
  },
  async "lost answer"() {
    const once = await made(() => client.videos.create(wanted));
    assert.equal(once.videos, 1);
    const losing = at(REELAY_LOSING_URL, REELAY_KEY).videos;
    assert.deepEqual(await made(() => losing.create({ ...wanted, prompt: `an owl, ${TINY}` })), once);
  },
  async delete() {
    assert.equal((await client.videos.delete(id)).deleted, true);
    await assert.rejects(client.videos.retrieve(id), OpenAI.NotFoundError);
  },
});
