-- Browsers that are signed in at the console, and links that sign one in, by digests of what only
-- they hold. They say who it is; what that person may do is asked at each request. What has ended
-- goes within minutes.
create table console_session (
    digest    bytea primary key,
    subject   text        not null,
    name      text        not null,
    tenant_id uuid,
    roles     text[]      not null,
    ends_at   timestamptz not null
);
create index on console_session (ends_at);

create table console_link (
    digest    bytea primary key,
    subject   text        not null,
    name      text        not null,
    tenant_id uuid,
    roles     text[]      not null,
    ends_at   timestamptz not null
);
create index on console_link (ends_at);

-- Whose a session is is asked before it is known whose request it is, as the service itself.
create policy of_tenant on console_session using (tenant_id = (select current_tenant()));
alter table console_session enable row level security;
create policy of_tenant on console_link using (tenant_id = (select current_tenant()));
alter table console_link enable row level security;
