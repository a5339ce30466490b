-- Who may have the next slot. Counters change in the transaction that changes an execution's state.

create table tenant_queue (
  tenant_id     uuid primary key,
  weight        int not null check (weight > 0),
  vtime         double precision not null,                  -- worker-seconds had, divided by the weight
  queued        int not null default 0 check (queued >= 0),
  in_flight     int not null default 0 check (in_flight >= 0),
  max_in_flight int not null check (max_in_flight > 0)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
create index tenant_queue_waiting on tenant_queue (vtime) where queued > 0;

create table provider_slot (
  provider      text primary key,
  in_flight     int not null default 0 check (in_flight >= 0),
  max_in_flight int not null check (max_in_flight >= 0)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
