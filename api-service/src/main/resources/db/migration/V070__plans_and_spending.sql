-- Null for no limit. A queued job is one that is accepted and has not started; a day is UTC's.
alter table plan
    add column jobs_queued         int check (jobs_queued >= 0),
    add column jobs_per_day        int check (jobs_per_day >= 0),
    add column requests_per_second int check (requests_per_second > 0),
    add column models              text[],
    add column changed_at          timestamptz not null default now();

update plan set jobs_queued = 20, jobs_per_day = 50, requests_per_second = 2 where id = 'free';
update plan set jobs_queued = 1000, jobs_per_day = 2000, requests_per_second = 20 where id = 'pro';
update plan set jobs_queued = 20000, jobs_per_day = 50000, requests_per_second = 200
 where id = 'ultra';

-- A suspended tenant reads what it has and begins nothing new.
alter table tenant
    add column suspended_at timestamptz,
    add column changed_at   timestamptz not null default now();
create index tenant_changed on tenant (changed_at);

-- Micro-credits; null for no limit. What a key and those it was rotated to spend is counted
-- together, under the first one's id.
alter table api_key
    add column spend_daily   bigint check (spend_daily >= 0),
    add column spend_monthly bigint check (spend_monthly >= 0),
    add column spend_total   bigint check (spend_total >= 0),
    add column counted_as    uuid;

with recursive family as (
    select id, id as first, replaced_by from api_key k
     where not exists (select from api_key older where older.replaced_by = k.id)
    union all
    select k.id, f.first, k.replaced_by from family f join api_key k on k.id = f.replaced_by)
update api_key k set counted_as = f.first from family f where f.id = k.id;
alter table api_key alter column counted_as set not null;

-- Replicas remember who calls, and forget what changed a moment ago.
alter function note_change_of_key() rename to note_change;

drop trigger api_key_changed on api_key;
create trigger api_key_changed
    before update of scopes, expires_at, revoked_at, dialect, models, addresses, spend_daily,
        spend_monthly, spend_total
    on api_key for each row execute function note_change();
create trigger tenant_changed
    before update of plan, suspended_at, callback_mode, callback_url, callback_origins
    on tenant for each row execute function note_change();
create trigger plan_changed
    before update on plan for each row execute function note_change();
