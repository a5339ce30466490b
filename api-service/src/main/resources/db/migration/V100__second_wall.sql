-- The second wall between tenants: requests of a tenant run as a role that sees its rows only,
-- whatever a statement forgot to ask for. The service itself owns the tables and is not bound: its
-- sweepers, consumers and operators' routes are for all tenants.
do $$
declare
    bound text := current_user || '_tenant';
begin
    if not exists (select from pg_roles where rolname = bound) then
        begin
            execute format('create role %I nologin', bound);
            execute format('grant %I to %I', bound, current_user);
        exception
            when insufficient_privilege then
                raise exception 'there is no role % yet', bound
                    using hint = format('create role %1$I nologin; grant %1$I to %2$I;',
                                        bound, current_user);
        end;
    end if;
    if not pg_has_role(current_user, bound, 'set') then
        raise exception 'the role % is not granted to %', bound, current_user
            using hint = format('grant %I to %I;', bound, current_user);
    end if;
    execute format('grant usage on schema public to %I', bound);
    execute format('grant select, insert, update, delete on all tables in schema public to %I', bound);
    execute format('grant usage on all sequences in schema public to %I', bound);
    execute format('revoke all on flyway_schema_history from %I', bound);
    execute format('alter default privileges in schema public'
        || ' grant select, insert, update, delete on tables to %I', bound);
    execute format('alter default privileges in schema public grant usage on sequences to %I', bound);
end $$;

-- Whose request it is; null, which no row is of, where nobody said.
create function current_tenant() returns uuid language sql stable parallel safe
    return nullif(current_setting('reelay.tenant', true), '')::uuid;

create policy of_tenant on tenant using (id = (select current_tenant()));
alter table tenant enable row level security;
create policy of_tenant on workspace using (tenant_id = (select current_tenant()));
alter table workspace enable row level security;
create policy of_tenant on api_key using (tenant_id = (select current_tenant()));
alter table api_key enable row level security;
create policy of_tenant on job using (tenant_id = (select current_tenant()));
alter table job enable row level security;
create policy of_tenant on idempotency using (tenant_id = (select current_tenant()));
alter table idempotency enable row level security;
create policy of_tenant on upload using (tenant_id = (select current_tenant()));
alter table upload enable row level security;
create policy of_tenant on event using (tenant_id = (select current_tenant()));
alter table event enable row level security;
create policy of_tenant on audit using (tenant_id = (select current_tenant()));
alter table audit enable row level security;
create policy of_tenant on top_up using (tenant_id = (select current_tenant()));
alter table top_up enable row level security;
create policy of_tenant on key_request using (tenant_id = (select current_tenant()));
alter table key_request enable row level security;

-- A code is anybody's until somebody has entered it.
create policy of_tenant on redemption_code
    using (redeemed_by is null or redeemed_by = (select current_tenant()));
alter table redemption_code enable row level security;
