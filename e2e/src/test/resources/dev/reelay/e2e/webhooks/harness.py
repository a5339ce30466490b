
for line in open("messages.tsv", encoding="utf-8"):
    secret, message_id, timestamp, signature, body = line.rstrip("\n").split("\t")
    headers = {"webhook-id": message_id, "webhook-timestamp": timestamp, "webhook-signature": signature}
    print(str(verify(secret, headers, base64.b64decode(body))).lower())
