-- Some events are about the tenant itself and belong to no job.
alter table event
    alter column job_id drop not null,
    drop constraint event_type_check,
    add constraint event_type_check check (case when job_id is null
        then type in ('credits.low', 'key.revoked', 'endpoint.disabled')
        else type in ('video.queued', 'video.in_progress', 'video.completed', 'video.failed',
            'video.cancelled', 'video.expired') end);

-- A tenant's log is read in the order (xid, position), below the oldest transaction that still
-- runs. xid is the writer's own, or a later one that wrote of the same job before it: so no event
-- comes to stand before one that was read already, and each job's are in the order they happened.
create index event_feed on event (tenant_id, type, xid, position);
