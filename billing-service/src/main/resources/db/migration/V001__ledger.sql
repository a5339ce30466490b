-- Money is bigint micro-credits: 1 credit = 1,000,000. Times are the database's.

-- Prices are never edited: a change is a further version, so the price of an accepted job stays
-- readable for ever.
create table price_version (
  id         integer generated always as identity primary key,
  created_at timestamptz not null default now(),
  rules      jsonb       not null
);

-- A tenant's money in one mode. What was granted is available, held or spent: the database itself
-- refuses any other sum. last_entry counts the entries of the account, so none can go missing.
create table account (
  id         bigint generated always as identity primary key,
  tenant_id  uuid   not null,
  mode       text   not null check (mode in ('live', 'test')),
  granted    bigint not null default 0 check (granted >= 0),
  available  bigint not null default 0 check (available >= 0),
  held       bigint not null default 0 check (held >= 0),
  spent      bigint not null default 0 check (spent >= 0),
  last_entry bigint not null default 0,
  created_at timestamptz not null default now(),
  unique (tenant_id, mode),
  check (granted = available + held + spent)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);

create table credit_grant (
  id         uuid        primary key,
  account_id bigint      not null references account,
  amount     bigint      not null check (amount > 0),
  reason     text        not null,
  created_at timestamptz not null default now()
);

-- id is the job's id. A void of an id that never held anything leaves a tombstone: voided, without
-- an account and a price. Every output costs the same, so what some of them cost is exact.
create table hold (
  id            uuid        primary key,
  tenant_id     uuid        not null,
  state         text        not null check (state in ('held', 'captured', 'released', 'voided')),
  account_id    bigint      references account,
  amount        bigint      not null default 0 check (amount >= 0),
  captured      bigint      not null default 0 check (captured between 0 and amount),
  price_version integer     references price_version,
  model         text,
  resolution    text,
  seconds       integer,
  audio         boolean,
  outputs       integer     not null default 1 check (outputs > 0),
  created_at    timestamptz not null default now(),
  resolved_at   timestamptz,
  tell_at       timestamptz,
  check (amount % outputs = 0),
  check (state = 'captured' or captured = 0),
  check ((state = 'held') = (resolved_at is null)),
  check (tell_at is null or state in ('captured', 'released')),
  check (case when account_id is null
              then state = 'voided' and amount = 0
              else num_nulls(price_version, model, resolution, seconds, audio) = 0 end)
) with (fillfactor = 80);

-- A settled hold owes a message until tell_at is null; the time says when a sweeper may take it.
-- The row is the outbox, and this index is empty at rest.
create index hold_owed on hold (tell_at) where tell_at is not null;

-- One row is one posting with both its sides: amount leaves book debit and enters book credit. A
-- fact that does not balance cannot be written.
create table entry (
  account_id bigint      not null references account,
  number     bigint      not null check (number > 0),
  kind       text        not null,
  debit      text        not null,
  credit     text        not null,
  amount     bigint      not null check (amount > 0),
  hold_id    uuid        references hold,
  grant_id   uuid        references credit_grant,
  created_at timestamptz not null default now(),
  primary key (account_id, number),
  unique (hold_id, kind),
  check ((kind, debit, credit) in (
    ('grant', 'granted', 'available'),
    ('hold', 'available', 'held'),
    ('capture', 'held', 'spent'),
    ('release', 'held', 'available'),
    ('void', 'held', 'available'))),
  check (case when kind = 'grant' then grant_id is not null and hold_id is null
              else hold_id is not null and grant_id is null end)
);

create unique index entry_grant on entry (grant_id) where grant_id is not null;

-- The service owns its tables, so a REVOKE would not bind it; a trigger does.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger entry_append_only before update or delete on entry
  for each row execute function refuse_change();
create trigger entry_no_truncate before truncate on entry
  for each statement execute function refuse_change();
create trigger credit_grant_append_only before update or delete on credit_grant
  for each row execute function refuse_change();
create trigger credit_grant_no_truncate before truncate on credit_grant
  for each statement execute function refuse_change();
create trigger price_version_append_only before update or delete on price_version
  for each row execute function refuse_change();
create trigger price_version_no_truncate before truncate on price_version
  for each statement execute function refuse_change();
