-- Completed videos whose files the store may have lost when it was set back.
create table file_check (
    job_id        uuid primary key references job (id) on delete cascade,
    tenant_id     uuid not null,
    due_at        timestamptz not null default now(),
    missing_since timestamptz
);
create index file_check_due on file_check (due_at);
create policy of_tenant on file_check using (tenant_id = (select current_tenant()));
alter table file_check enable row level security;
