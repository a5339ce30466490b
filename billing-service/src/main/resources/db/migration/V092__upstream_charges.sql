-- What an upstream charged the operator for an attempt, in millionths of a USD, by the operator's own word. Told with the end
-- of the job; the attempt's id makes a repeat the same row.
create table upstream_charge (
  attempt_id uuid        primary key,
  hold_id    uuid        not null references hold,
  output     integer     not null,
  provider   text        not null,
  account    text        not null,
  model      text        not null, -- the provider's name for it
  cost       bigint      not null check (cost >= 0),
  presumed   boolean     not null,
  created_at timestamptz not null default now()
);
create index upstream_charge_of_hold on upstream_charge (hold_id);

create trigger upstream_charge_append_only before update or delete on upstream_charge
  for each row execute function refuse_change();
create trigger upstream_charge_no_truncate before truncate on upstream_charge
  for each statement execute function refuse_change();

-- The house loss is what was charged for jobs of which the tenant paid nothing, or has all back.
alter table account
  add column upstream_cost bigint not null default 0,
  add column house_loss    bigint not null default 0,
  add constraint account_house_loss check (house_loss between 0 and upstream_cost);

-- Margins are asked for by time. Holds are resolved about in the order of their rows, and this costs a settlement nothing.
create index hold_resolved on hold using brin (resolved_at) with (autosummarize = on);
