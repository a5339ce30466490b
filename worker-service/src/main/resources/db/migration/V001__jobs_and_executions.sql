-- A job and its n executions, one for each output asked for.
--
-- Locks are always taken in this order: executions, their job, their tenant's queue, a provider's slots.
-- Statements that touch several tenants do so in the order of their ids.

create table job (
  id             uuid primary key,
  tenant_id      uuid not null,
  spec           json not null,               -- json, not jsonb: read whole, and a prompt may hold what jsonb refuses
  outputs        int not null check (outputs > 0),
  deadline       timestamptz not null,
  status         text not null default 'queued'
                 check (status in ('queued', 'in_progress', 'completed', 'failed', 'cancelled', 'expired')),
  live           int not null check (live >= 0),            -- executions that can still change
  delivered      int not null default 0,                    -- executions completed
  progress_sum   int not null default 0,                    -- of all executions, 0 to 100 each
  failure        json,                                      -- of the first execution that gave nothing
  ended_as       text,                                      -- its state
  sweep_at       timestamptz,                               -- objects of lost epochs may exist: look then
  version        int not null default 1,
  told_version   int not null default 0,
  tell_at        timestamptz not null default now(),        -- when a sweeper tells what nobody has told by then
  created_at     timestamptz not null default now(),
  started_at     timestamptz,
  ended_at       timestamptz
) with (fillfactor = 70);
create index job_owes_a_report on job (tell_at) where told_version < version;
create index job_to_sweep on job (sweep_at) where sweep_at is not null;

create table execution (
  job_id           uuid not null references job (id),
  output           int not null,
  tenant_id        uuid not null,
  state            text not null default 'queued'
                   check (state in ('queued', 'submitting', 'unknown', 'in_progress', 'storing',
                                    'completed', 'failed', 'cancelled', 'expired')),
  epoch            int not null default 0,                  -- grows with every claim; a late writer has an older one
  route            int not null default 0,                  -- place among the model's routes
  provider         text not null,
  model            text not null,                           -- the route's name for the model
  attempt_id       uuid,
  intent_at        timestamptz,                             -- set before the first byte of this attempt may leave
  provider_task    text,
  provider_file    text,
  lease_until      timestamptz,                             -- while submitting
  not_before       timestamptz not null default now(),      -- while queued
  expected_seconds int not null check (expected_seconds > 0),
  deadline         timestamptz not null,
  cancel_asked     boolean not null default false,
  progress         int not null default 0 check (progress between 0 and 100),
  asset            json,
  failure          json,
  warnings         json not null default '[]',
  created_at       timestamptz not null default now(),
  claimed_at       timestamptz,
  ended_at         timestamptz,
  primary key (job_id, output)
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02);
create index execution_queue on execution (tenant_id, provider, not_before) where state = 'queued';
create index execution_lease on execution (lease_until) where state = 'submitting';
create index execution_deadline on execution (deadline)
  where state in ('queued', 'submitting', 'unknown', 'in_progress', 'storing');

create table attempt (
  id            uuid primary key,
  job_id        uuid not null,
  output        int not null,
  tenant_id     uuid not null,
  provider      text not null,
  model         text not null,
  state         text not null
                check (state in ('prepared', 'sending', 'accepted', 'refused', 'not_sent', 'unknown', 'lost')),
  epoch         int not null,
  provider_task text,
  created_at    timestamptz not null default now(),
  intent_at     timestamptz,
  resolved_at   timestamptz,
  foreign key (job_id, output) references execution (job_id, output)
) with (fillfactor = 70);
create index attempt_of_execution on attempt (job_id, output);
create index attempt_unresolved on attempt (intent_at) where state in ('sending', 'unknown');

-- When to look at an execution again. Claiming a timer is setting it anew; looking twice is harmless.
create table timer (
  job_id   uuid not null,
  output   int not null,
  due_at   timestamptz not null,
  wait_ms  int not null,                                    -- until the look after the next
  most_ms  int not null,                                    -- wait_ms grows up to this
  polls    int not null default 0,
  primary key (job_id, output)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
create index timer_due on timer (due_at);
