-- Below how much of what is available the tenant is to be told; 0 for never.
alter table account
  add column alert_below bigint not null default 0 check (alert_below >= 0);

-- An account fell below it: a row is written by the statement that takes the credits, owes its
-- notice until the api says that it has it, and goes then.
create table credit_alert (
  id         uuid        primary key default uuidv7(),
  account_id bigint      not null references account,
  available  bigint      not null,
  below      bigint      not null,
  created_at timestamptz not null default now(),
  tell_at    timestamptz not null default now(),
  told       integer     not null default 0
);
create index credit_alert_owed on credit_alert (tell_at);
