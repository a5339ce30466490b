-- What the sandbox provider was asked for; an upstream of our own, so it keeps its tasks as an upstream would.

create table sandbox_task (
  attempt_id      uuid primary key,                    -- one task for an attempt, however often it is submitted
  tenant_id       uuid not null,
  state           text not null
                  check (state in ('scripted', 'queued', 'rendering', 'done', 'failed', 'cancelled')),
  outcome         text not null,                       -- as the directive says
  scene           json check (scene is not null or state not in ('queued', 'rendering')),
  progress        int not null default 0 check (progress between 0 and 100),
  epoch           int not null default 0,              -- grows with every claim; a late renderer has an older one
  crashes         int not null default 0,              -- renderers that died or were killed over it
  lease_until     timestamptz,                         -- while rendering
  claim_at        timestamptz not null default now(),  -- while queued
  failure_reason  text,
  failure_message text,
  created_at      timestamptz not null default now(),
  ready_at        timestamptz not null,                -- no outcome is seen before
  ended_at        timestamptz,
  keep_until      timestamptz not null                 -- then row and file are swept
) with (fillfactor = 70);
create index sandbox_task_queue on sandbox_task (claim_at) where state = 'queued';
create index sandbox_task_lease on sandbox_task (lease_until) where state = 'rendering';
create index sandbox_task_sweep on sandbox_task (keep_until);
