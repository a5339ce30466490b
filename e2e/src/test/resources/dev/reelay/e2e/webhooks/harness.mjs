
import { readFileSync } from "node:fs";

for (const line of readFileSync("messages.tsv", "utf8").trim().split("\n")) {
  const [secret, id, timestamp, signature, body] = line.split("\t");
  const headers = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
  console.log(verify(secret, headers, Buffer.from(body, "base64")));
}
