-- How long what a tenant wrote is kept after the end of a job: as the plan says, or less where the
-- workspace says so. A job keeps what it was accepted with.
alter table plan
    add column prompts_kept interval not null default interval '30 days'
        check (prompts_kept > interval '0');
alter table workspace
    add column prompts_kept interval check (prompts_kept > interval '0');
alter table job
    add column prompts_kept interval not null default interval '30 days',
    add column clear_at     timestamptz;
create index job_clear on job (clear_at) where clear_at is not null;
update job set clear_at = ended_at + prompts_kept where ended_at is not null and state <> 'abandoned';

drop trigger workspace_changed on workspace;
create trigger workspace_changed
    before update of dialect, callback_url, callback_origins, spend_daily, spend_monthly, spend_total,
        prompts_kept, archived_at
    on workspace for each row execute function note_change();
