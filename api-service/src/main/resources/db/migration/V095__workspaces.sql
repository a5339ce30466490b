-- A tenant's keys, members and jobs belong to its workspaces, which have their own budgets and
-- defaults. The first one of a tenant has the tenant's id and is made with it. Spend limits are
-- micro-credits; null for no limit.
create table workspace (
    id               uuid primary key,
    tenant_id        uuid        not null references tenant,
    name             text        not null,
    dialect          text,
    callback_url     text,
    callback_origins text[]      not null default '{}',
    spend_daily      bigint check (spend_daily >= 0),
    spend_monthly    bigint check (spend_monthly >= 0),
    spend_total      bigint check (spend_total >= 0),
    archived_at      timestamptz,
    created_at       timestamptz not null default now(),
    changed_at       timestamptz not null default now(),
    unique (tenant_id, id),
    check (id <> tenant_id or archived_at is null)
);
create index workspace_changed on workspace (changed_at);
create index workspace_page on workspace (tenant_id, created_at, id);

create trigger workspace_changed
    before update of dialect, callback_url, callback_origins, spend_daily, spend_monthly, spend_total,
        archived_at
    on workspace for each row execute function note_change();

-- The tenant's own columns are read no more. They go in a later version, so that replicas of the
-- version before go on while this one starts.
insert into workspace (id, tenant_id, name, callback_url, callback_origins, created_at)
select id, id, 'default', callback_url, callback_origins, created_at from tenant;

create function make_first_workspace() returns trigger language plpgsql as $$
begin
    insert into workspace (id, tenant_id, name) values (new.id, new.id, 'default');
    return null;
end $$;

create trigger tenant_has_a_workspace
    after insert on tenant for each row execute function make_first_workspace();

-- What names no workspace belongs to the first one.
create function belong_to_first_workspace() returns trigger language plpgsql as $$
begin
    new.workspace_id := new.tenant_id;
    return new;
end $$;

alter table api_key add column workspace_id uuid;
update api_key set workspace_id = tenant_id;
alter table api_key
    alter column workspace_id set not null,
    add foreign key (tenant_id, workspace_id) references workspace (tenant_id, id);
create index api_key_workspace on api_key (workspace_id);

create trigger api_key_in_a_workspace
    before insert on api_key for each row when (new.workspace_id is null)
    execute function belong_to_first_workspace();

drop trigger api_key_changed on api_key;
create trigger api_key_changed
    before update of scopes, expires_at, revoked_at, dialect, models, addresses, spend_daily,
        spend_monthly, spend_total, workspace_id
    on api_key for each row execute function note_change();

alter table job add column workspace_id uuid;
update job set workspace_id = tenant_id;
alter table job
    alter column workspace_id set not null,
    add foreign key (tenant_id, workspace_id) references workspace (tenant_id, id);
create index job_workspace on job (workspace_id, id);

create trigger job_in_a_workspace
    before insert on job for each row when (new.workspace_id is null)
    execute function belong_to_first_workspace();
