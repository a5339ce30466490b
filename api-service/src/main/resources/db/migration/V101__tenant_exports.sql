-- Files of what there is of a tenant. While made_at is null it is to be made, by whoever has moved
-- make_at on last; expires_at says when its object goes, and with it the row.
create table tenant_export (
    id         uuid primary key,
    tenant_id  uuid        not null references tenant,
    asked_at   timestamptz not null default now(),
    make_at    timestamptz not null default now(),
    made_at    timestamptz,
    bytes      bigint,
    expires_at timestamptz,
    check ((made_at is null) = (bytes is null)),
    check ((made_at is null) = (expires_at is null))
);
create unique index tenant_export_to_make on tenant_export (tenant_id) where made_at is null;
create index tenant_export_of_tenant on tenant_export (tenant_id, asked_at);
create index tenant_export_expiry on tenant_export (expires_at) where expires_at is not null;

create policy of_tenant on tenant_export using (tenant_id = (select current_tenant()));
alter table tenant_export enable row level security;
