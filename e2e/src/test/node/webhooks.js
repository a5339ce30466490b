import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import OpenAI from "openai";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { run } from "./cases.js";

// What a receiver got, each with the secrets that sign it and others that do not.
const messages = JSON.parse(readFileSync(process.env.REELAY_MESSAGES, "utf8"));
const client = new OpenAI({ apiKey: "none" });

// The message with one byte of what is signed changed; in the body each time another one.
function tampered({ headers, body }, number) {
  const at = number % body.length;
  const other = String.fromCharCode(body.charCodeAt(at) ^ 1);
  return [
    { headers, body: body.slice(0, at) + other + body.slice(at + 1) },
    { headers: { ...headers, "webhook-id": `${headers["webhook-id"]}0` }, body },
    { headers: { ...headers, "webhook-timestamp": `${Number(headers["webhook-timestamp"]) + 1}` }, body },
  ];
}

await run({
  async standardwebhooks() {
    assert.ok(messages.length > 1000 && messages.some(({ secrets }) => secrets.length === 2));
    for (const [number, message] of messages.entries()) {
      for (const secret of message.secrets) {
        const webhook = new Webhook(secret);
        assert.equal(webhook.verify(message.body, message.headers).id, message.headers["webhook-id"]);
        for (const { headers, body } of tampered(message, number)) {
          assert.throws(() => webhook.verify(body, headers), WebhookVerificationError);
        }
      }
      for (const secret of message.others) {
        assert.throws(() => new Webhook(secret).verify(message.body, message.headers), WebhookVerificationError);
      }
    }
  },
  async unwrap() {
    const refused = (headers, body, secret) =>
      assert.rejects(client.webhooks.verifySignature(body, headers, secret), OpenAI.InvalidWebhookSignatureError);
    for (const [number, message] of messages.entries()) {
      for (const secret of message.secrets) {
        const event = await client.webhooks.unwrap(message.body, message.headers, secret);
        assert.equal(event.id, message.headers["webhook-id"]);
        assert.equal(event.object, "event");
        for (const { headers, body } of tampered(message, number)) {
          await refused(headers, body, secret);
        }
      }
      for (const secret of message.others) {
        await refused(message.headers, message.body, secret);
      }
    }
  },
});
