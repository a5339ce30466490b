-- Keys that were asked for under an Idempotency-Key. For a day a repeat has the same answer: the key's text is derived from
-- the master key, its id and the salt, and cannot be told any more once this row is gone.
create table key_request (
    tenant_id   uuid        not null references tenant,
    caller      uuid        not null, -- the key or member that asked: nobody else is told the text
    route       text        not null,
    key         text        not null,
    fingerprint bytea       not null,
    key_id      uuid        not null,
    salt        bytea       not null,
    made_at     timestamptz not null default now(),
    primary key (tenant_id, caller, route, key)
);
create index key_request_made on key_request (made_at);
