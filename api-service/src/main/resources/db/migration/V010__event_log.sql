-- What happened to a tenant's jobs, as tenants are told of it. A row never changes but for its own
-- hand-over: tell_at says when the deliverer is to hear of it (again), null that nothing is owed.
-- Positions of one job's events are in the order of its states, because each is taken under the
-- job's row lock. Between jobs a lower position may become visible later, so whoever reads along
-- goes by xid, below which nothing is still on its way.
create table event (
    position     bigint generated always as identity primary key,
    xid          xid8        not null default pg_current_xact_id(),
    id           uuid        not null unique,
    tenant_id    uuid        not null,
    job_id       uuid        not null,
    type         text        not null check (type in ('video.queued', 'video.in_progress',
        'video.completed', 'video.failed', 'video.cancelled', 'video.expired')),
    body         json        not null, -- json, not jsonb: these bytes are signed and sent
    created_at   timestamptz not null,

    callback_url text,                 -- where the deliverer posts it
    tell_at      timestamptz,
    told         int         not null default 0,

    unique (job_id, type),             -- a state that a job comes back to is told once
    foreign key (tenant_id, job_id) references job (tenant_id, id)
) with (fillfactor = 90);

create unique index event_one_end on event (job_id)
    where type not in ('video.queued', 'video.in_progress');
create index event_tail on event (xid, position);
create index event_owed on event (tell_at) where tell_at is not null;

create function refuse_change_of_event() returns trigger language plpgsql as $$
begin
    raise exception 'an event is immutable' using errcode = 'restrict_violation';
end $$;

create trigger event_immutable
    before update of position, xid, id, tenant_id, job_id, type, body, created_at, callback_url
    on event for each row execute function refuse_change_of_event();
