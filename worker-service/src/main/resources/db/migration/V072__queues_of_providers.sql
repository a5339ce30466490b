-- Who is next is decided for each provider by itself: what a tenant had of one provider's slots, or how long it waits
-- for them, says nothing about another's. A tenant's own limit goes over all providers.

create table tenant_slot (
  tenant_id     uuid primary key,
  in_flight     int not null default 0 check (in_flight >= 0),
  max_in_flight int not null check (max_in_flight > 0)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
insert into tenant_slot select tenant_id, in_flight, max_in_flight from tenant_queue;

alter table tenant_queue rename to old_queue;
alter table old_queue rename constraint tenant_queue_weight_check to old_queue_weight_check;

-- Whoever changes one of these has the tenant's row of tenant_slot.
create table tenant_queue (
  provider        text not null,
  tenant_id       uuid not null,
  weight          int not null check (weight > 0),
  had             double precision not null,                -- worker-seconds of ended claims, divided by the weight; only grows
  queued          int not null default 0 check (queued >= 0),
  queued_seconds  bigint not null default 0 check (queued_seconds >= 0),    -- that those are expected to take
  running_seconds bigint not null default 0 check (running_seconds >= 0),   -- that those with a slot are expected to take
  vtime           double precision not null
                  generated always as (had + running_seconds::double precision / weight) stored,
  constraint queue_of_tenant primary key (tenant_id, provider)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
insert into tenant_queue (provider, tenant_id, weight, had, queued, queued_seconds, running_seconds)
select e.provider, e.tenant_id, q.weight, 0,
       count(*) filter (where e.state = 'queued'),
       coalesce(sum(e.expected_seconds) filter (where e.state = 'queued'), 0),
       coalesce(sum(e.expected_seconds) filter (where e.state <> 'queued'), 0)
  from execution e join old_queue q using (tenant_id)
 where e.state in ('queued', 'submitting', 'unknown', 'in_progress', 'storing')
 group by e.provider, e.tenant_id, q.weight;
drop table old_queue;

create index tenant_queue_waiting on tenant_queue (provider, vtime, tenant_id) where queued > 0;
create index tenant_queue_had on tenant_queue (provider, had);

-- In the order of claims, so that the oldest of ten thousand is found as that of ten is.
drop index execution_queue;
create index execution_queue on execution (tenant_id, provider, not_before, job_id, output) where state = 'queued';
