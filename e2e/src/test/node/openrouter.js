import assert from "node:assert/strict";
import { OpenRouter } from "@openrouter/sdk";
import { BadRequestResponseError, NotFoundResponseError, UnauthorizedResponseError } from "@openrouter/sdk/models/errors";
import {
  REELAY_CUTTING_URL, REELAY_FLAKY_URL, REELAY_KEY, REELAY_URL, TINY, assertMp4, made, run, until,
} from "./cases.js";

const at = (url, apiKey) => new OpenRouter({ serverURL: `${url}/openrouter/api/v1`, apiKey });
const client = at(REELAY_URL, REELAY_KEY).videoGeneration;
const wanted = { model: "google/veo-3.1", prompt: TINY, duration: 8, resolution: "720p", aspectRatio: "16:9" };
const generate = (videos, request) => videos.generate({ videoGenerationRequest: request });
let jobId;

await run({
  async create() {
    const job = await generate(client, wanted);
    assert.equal(job.status, "pending");
    assert.ok(job.pollingUrl.endsWith(`/openrouter/api/v1/videos/${job.id}`));
    jobId = job.id;
  },
  async poll() {
    const job = await until(() => client.getGeneration({ jobId }), (j) => j.status === "completed");
    assert.equal(job.unsignedUrls.length, 1);
    assert.equal(job.usage.isByok, false);
  },
  async list() {
    const { data } = await client.listVideosModels();
    const model = data.find((m) => m.id === "google/veo-3.1");
    assert.deepEqual(model.supportedDurations, [4, 6, 8]);
  },
  async download() {
    const bytes = await new Response(await client.getVideoContent({ jobId })).arrayBuffer();
    assertMp4(bytes);
  },
  async errors() {
    await assert.rejects(generate(client, { ...wanted, duration: 7 }), BadRequestResponseError);
    await assert.rejects(generate(client, { ...wanted, model: "nobody/knows" }), NotFoundResponseError);
    await assert.rejects(client.getGeneration({ jobId: "0000000000000000000000" }), NotFoundResponseError);
    const wrong = at(REELAY_URL, "sk-test-wrong").videoGeneration;
    await assert.rejects(wrong.getGeneration({ jobId }), UnauthorizedResponseError);
  },
  async retry() {
    const job = await generate(at(REELAY_FLAKY_URL, REELAY_KEY).videoGeneration, wanted);
    assert.equal(job.status, "pending");
  },
  async "lost answer"() {
    const once = await made(() => generate(client, wanted));
    assert.equal(once.videos, 1);
    // It does not say that it repeats, so what is cut is what the system sees.
    const cutting = at(REELAY_CUTTING_URL, REELAY_KEY).videoGeneration;
    assert.deepEqual(await made(() => generate(cutting, { ...wanted, prompt: `an owl, ${TINY}` })), once);
  },
});
