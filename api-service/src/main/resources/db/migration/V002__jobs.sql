-- A job is one row from acceptance to its last acknowledgement, and the row is its own outbox:
-- announce_at says when the worker is to hear of it (again), void_at when billing is to void the
-- hold of an abandoned one, purge_at when its objects go.
create table job (
    id               uuid primary key,
    tenant_id        uuid        not null references tenant,
    key_id           uuid        not null references api_key,
    dialect          text        not null,
    model            text        not null, -- the id that the client sent
    state            text        not null check (state in ('accepting', 'queued', 'in_progress',
        'completed', 'failed', 'cancelled', 'expired', 'abandoned')),
    spec             jsonb       not null, -- JobSpec, as it goes to the worker
    terms            jsonb       not null, -- what the hold is asked with: max_cost, quote
    metadata         jsonb,
    end_user         text,
    expected_seconds int         not null,
    files_kept       interval    not null,
    deadline         timestamptz not null,

    accepting_since  timestamptz not null default now(),
    takeovers        int         not null default 0,
    price_version    int,
    amount           bigint,

    version          int         not null default 0, -- of the newest report
    report           jsonb,                          -- JobReport
    stored_at        timestamptz,
    ended_at         timestamptz,
    captured         bigint,
    released         bigint,
    settled_at       timestamptz,
    cancel_asked_at  timestamptz,

    announce_at      timestamptz,
    announced        int         not null default 0,
    void_at          timestamptz,
    voids            int         not null default 0,
    expires_at       timestamptz,
    deleted_at       timestamptz,
    purge_at         timestamptz,
    purged_at        timestamptz,

    unique (tenant_id, id),
    check (state in ('accepting', 'abandoned') or (price_version is not null and amount is not null))
) with (fillfactor = 70);

create index job_accepting on job (accepting_since) where state = 'accepting';
create index job_announce on job (announce_at) where announce_at is not null;
create index job_void on job (void_at) where void_at is not null;
create index job_purge on job (purge_at) where purge_at is not null;

create table idempotency (
    tenant_id   uuid  not null,
    route       text  not null,
    key         text  not null,
    fingerprint bytea not null,
    job_id      uuid  not null,
    primary key (tenant_id, route, key),
    foreign key (tenant_id, job_id) references job (tenant_id, id) on delete cascade
);
create index on idempotency (job_id);
