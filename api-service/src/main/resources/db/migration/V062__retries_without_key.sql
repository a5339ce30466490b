-- A submission without a key of its client's has a key that we make, so that a retry of it can find
-- its job. Only these rows have the columns.
alter table idempotency
    add made_by uuid,        -- the API key
    add replica bigint,      -- whose connection is to carry the answer
    add made_at timestamptz,
    add told_at timestamptz, -- an answer with the job was written whole
    add lost_at timestamptz, -- the request ended without
    add joined  int not null default 0,
    -- Told within moments of the insert, on the same page.
    set (fillfactor = 80);

create index idempotency_keyless on idempotency (made_by, fingerprint) where made_by is not null;
create index idempotency_made on idempotency (made_at) where made_at is not null;
