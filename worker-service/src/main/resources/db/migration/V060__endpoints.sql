-- A tenant's own addresses, each told of the events that it chose, and the generations of secrets.

create table endpoint (
  id              uuid primary key,                    -- shown as we_ and 32 hex digits; of version 7
  tenant_id       uuid not null,
  url             text not null,
  destination     text not null,                       -- tenant, host and port
  events          text[],                              -- null for all
  description     text,
  enabled         boolean not null default true,
  disabled_reason text check (disabled_reason in ('gone', 'failing')),
  failing_since   timestamptz,                         -- the first failure since the last success
  generation      int not null default 1,              -- of its secret
  previous_until  timestamptz,                         -- the generation before signs too, until then
  idempotency_key text,                                -- of the request that made it
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  notice_id       uuid,                                -- while the api is owed word that it was disabled
  notice_reason   text,
  notice_since    timestamptz,
  notice_at       timestamptz,
  notice_tell_at  timestamptz,
  check (disabled_reason is null or not enabled),
  check (notice_id is null
         or (notice_reason is not null and notice_since is not null and notice_at is not null
             and notice_tell_at is not null))
);
create unique index endpoint_of_tenant on endpoint (tenant_id, id);
create unique index endpoint_idempotency on endpoint (tenant_id, idempotency_key)
  where idempotency_key is not null;
create index endpoint_notice on endpoint (notice_tell_at) where notice_id is not null;

-- Of the secret of a tenant's callback addresses; the first generation where there is no row.
create table callback_secret (
  tenant_id      uuid primary key,
  generation     int not null,
  previous_until timestamptz
);

-- A delivery is an event owed to one target: the job's own address, or an endpoint.
alter table delivery_attempt drop constraint delivery_attempt_delivery_id_fkey;
alter table delivery_attempt drop constraint delivery_attempt_pkey;
alter table delivery drop constraint delivery_pkey;
alter table delivery rename column id to event_id;
alter table delivery
  add column id              uuid,                     -- shown as dlv_ and 32 hex digits; of version 7
  add column endpoint_id     uuid,                     -- null for the job's own address
  add column type            text,
  add column attempts_before int not null default 0,   -- made before it was last asked for again
  add column last_status     int,
  add column last_error      text,
  alter column job_id drop not null;
update delivery
   set id = uuidv7(created_at - now()),
       type = coalesce(substring(convert_from(body, 'UTF8') from '"type" ?: ?"([a-z._]+)"'), 'unknown');
alter table delivery
  alter column id set default uuidv7(),
  alter column type set not null,
  add primary key (id);
create unique index delivery_target on delivery (tenant_id, event_id, endpoint_id) nulls not distinct;
create index delivery_of_tenant on delivery (tenant_id, id);
create index delivery_of_endpoint on delivery (endpoint_id) where due_at is not null;

alter table delivery_attempt rename column delivery_id to event_id;
alter table delivery_attempt add column delivery_id uuid;
update delivery_attempt a set delivery_id = d.id from delivery d where d.event_id = a.event_id;
alter table delivery_attempt
  drop column event_id,
  add primary key (delivery_id, attempt),
  add foreign key (delivery_id) references delivery (id) on delete cascade;
