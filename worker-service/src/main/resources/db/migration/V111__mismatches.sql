-- How the clip that was brought home differs from what was ordered; null where it does not.
alter table execution add column mismatches json;
create index execution_mismatched on execution (ended_at desc, job_id, output) where mismatches is not null;
