-- What the request said that made an endpoint, as SHA-256: under the same key only the same may come
-- again. Null for those from before, of which that is not known.
alter table endpoint add column fingerprint bytea check (octet_length(fingerprint) = 32);
