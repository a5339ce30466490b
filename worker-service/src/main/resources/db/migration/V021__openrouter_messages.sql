-- What a receiver of OpenRouter's messages knows repeats by; null for Standard Webhooks.
alter table delivery add column open_router_key text;
