-- A code that gives credits once to whoever enters it first. Only its digest is kept.
create table redemption_code (
    id          uuid primary key,
    digest      bytea       not null unique,
    last4       text        not null,
    credits     bigint      not null check (credits > 0),
    reason      text        not null,
    lasts_days  int check (lasts_days > 0),
    made_by     text,
    made_at     timestamptz not null default now(),
    expires_at  timestamptz,
    revoked_at  timestamptz,
    redeemed_by uuid references tenant,
    redeemed_at timestamptz,
    check (revoked_at is null or redeemed_at is null),
    check ((redeemed_by is null) = (redeemed_at is null))
);
create index redemption_code_page on redemption_code (made_at, id);

-- Credits that a tenant gets for a code or a payment. Its id is that of the grant, so it is granted
-- once. Open: not paid yet. Owed: paid, and granted again and again until billing has said yes.
create table top_up (
    id         uuid primary key,
    tenant_id  uuid        not null references tenant,
    kind       text        not null check (kind in ('code', 'checkout')),
    credits    bigint      not null check (credits > 0),
    reason     text        not null,
    expires_at timestamptz,
    state      text        not null check (state in ('open', 'owed', 'granted')),
    amount     bigint check (amount > 0),
    currency   text,
    url        text,
    made_at    timestamptz not null default now(),
    owed_at    timestamptz,
    due_at     timestamptz,
    granted_at timestamptz,
    unique (tenant_id, id),
    check ((state = 'owed') = (due_at is not null)),
    check ((kind = 'checkout') = (amount is not null and currency is not null))
);
create index top_up_due on top_up (due_at) where due_at is not null;
