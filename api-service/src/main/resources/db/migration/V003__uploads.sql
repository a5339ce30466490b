-- One row per tenant and content; the object's key is uploads/{tenant}/{sha256}. While purging is
-- set the object is being removed and the row may not be used or extended.
create table upload (
    id           uuid primary key,
    tenant_id    uuid        not null references tenant,
    sha256       text        not null,
    content_type text        not null,
    bytes        bigint      not null,
    stored       boolean     not null default false,
    purging      boolean     not null default false,
    claimed_at   timestamptz,
    expires_at   timestamptz not null,
    unique (tenant_id, sha256)
);
create index upload_expiry on upload (expires_at);
