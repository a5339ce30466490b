-- Events that are owed to a tenant's address. To claim one is to set when it is due again, so a
-- worker that dies in the middle is simply followed by the next, with the same id and bytes.

create table delivery (
  id            text primary key,                      -- the event's
  tenant_id     uuid not null,
  job_id        uuid not null,
  url           text not null,
  destination   text not null,                         -- tenant, host and port: what shares its places
  body          bytea not null,
  state         text not null default 'due'
                check (state in ('due', 'retrying', 'delivered', 'exhausted')),
  attempts      int not null default 0,
  due_at        timestamptz default now(),             -- null once it has ended
  claimed_until timestamptz,                           -- while an attempt may be under way
  created_at    timestamptz not null default now(),
  ended_at      timestamptz,
  check ((due_at is null) = (state in ('delivered', 'exhausted')))
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
create index delivery_due on delivery (due_at) where due_at is not null;
create index delivery_destination on delivery (destination, due_at) where due_at is not null;
create index delivery_in_flight on delivery (destination) where claimed_until is not null;
create index delivery_ended on delivery (ended_at) where ended_at is not null;

create table delivery_attempt (
  delivery_id text not null references delivery (id) on delete cascade,
  attempt     int not null,
  tenant_id   uuid not null,
  started_at  timestamptz not null,
  millis      int not null,
  status      int,                                     -- null where nobody answered
  error       text,
  answer      bytea,                                   -- at most 1 KiB, for the tenant to see
  primary key (delivery_id, attempt)
);
