-- The operator's accounts at providers, and the slots of each. A provider of our own is an account of the same name.

create table provider_account (
  name       text primary key,
  provider   text not null,
  base_url   text,                                     -- null for the upstream's own usual address
  secrets    bytea not null,                           -- JSON, sealed for this name and version
  settings   json not null default '{}',
  version    int not null default 1,                   -- grows with every change
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table account_slot (
  account       text primary key,
  provider      text not null,
  in_flight     int not null default 0 check (in_flight >= 0),
  max_in_flight int not null check (max_in_flight >= 0),
  closed_until  timestamptz,                           -- then one claim may try whether it works again
  closed_why    text,
  check ((closed_until is null) = (closed_why is null))
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
insert into account_slot (account, provider, in_flight, max_in_flight)
select provider, provider, in_flight, max_in_flight from provider_slot;
drop table provider_slot;

-- What was submitted with an account is polled, fetched and cancelled with the same.
alter table execution add column account text;         -- null until the first claim
alter table attempt add column account text;
update execution set account = provider where state not in ('queued', 'cancelled', 'expired');
update attempt set account = provider;
alter table attempt alter column account set not null;
