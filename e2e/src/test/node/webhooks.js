import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import OpenAI from "openai";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { run } from "./cases.js";

// What a receiver got while both secrets signed.
const { secrets, messages } = JSON.parse(readFileSync(process.env.REELAY_MESSAGES, "utf8"));
const client = new OpenAI({ apiKey: "none" });

// The message with one byte of what is signed changed.
const tampered = ({ headers, body }) => [
  { headers, body: body.replace("video.", "Video.") },
  { headers: { ...headers, "webhook-id": `${headers["webhook-id"]}0` }, body },
  { headers: { ...headers, "webhook-timestamp": `${Number(headers["webhook-timestamp"]) + 1}` }, body },
];

await run({
  async standardwebhooks() {
    assert.ok(messages.length > 0 && secrets.length === 2);
    for (const secret of secrets) {
      const webhook = new Webhook(secret);
      for (const message of messages) {
        assert.equal(webhook.verify(message.body, message.headers).id, message.headers["webhook-id"]);
        for (const { headers, body } of tampered(message)) {
          assert.throws(() => webhook.verify(body, headers), WebhookVerificationError);
        }
      }
    }
  },
  async unwrap() {
    for (const secret of secrets) {
      for (const message of messages) {
        const event = await client.webhooks.unwrap(message.body, message.headers, secret);
        assert.match(event.type, /^video\./);
        await client.webhooks.verifySignature(message.body, message.headers, secret);
        for (const { headers, body } of tampered(message)) {
          await assert.rejects(
            client.webhooks.verifySignature(body, headers, secret), OpenAI.InvalidWebhookSignatureError);
        }
      }
    }
  },
});
