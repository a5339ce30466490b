-- When the worker's copy of what a tenant wrote is to go; it is needed until the job has ended.
alter table job add column clear_at timestamptz;
create index job_to_clear on job (clear_at) where clear_at is not null;
update job set clear_at = now() where ended_at is not null;
update sandbox_task set scene = null where ended_at is not null;
