-- How long renders take, learned from those that were seen to end; all sums forget what is old.
create table render_pace (
  provider    text not null,
  model       text not null,                           -- the route's name for it
  resolution  text not null,
  seconds     int not null,                            -- that are rendered
  times       float4[] not null,                       -- weights of a histogram whose classes the worker knows
  renders     float8 not null,
  looks       float8 not null,                         -- at those renders
  told        float8 not null,                         -- of how many the upstream said when they ended
  overhead_ms float8 not null,                         -- from then until they were seen
  updated_at  timestamptz not null default now(),
  primary key (provider, model, resolution, seconds)
) with (fillfactor = 50);

-- What it depends on how long an execution renders. Null in rows of before that have ended.
alter table execution
  add column ordered_model text,
  add column resolution text,
  add column seconds int;
update execution e
   set ordered_model = j.spec ->> 'model', resolution = j.spec ->> 'resolution', seconds = (j.spec ->> 'seconds')::int
  from job j
 where j.id = e.job_id and e.state in ('queued', 'submitting', 'unknown', 'in_progress', 'storing');

-- A look is planned for the first of looks_ms after begun_at that is still to come; after the last, waits grow.
alter table timer
  add column begun_at  timestamptz not null default now(),  -- the upstream's acceptance
  add column looks_ms  int[],
  add column looked_at timestamptz,
  add column rung      boolean not null default false;      -- it was made due by a call of the upstream
