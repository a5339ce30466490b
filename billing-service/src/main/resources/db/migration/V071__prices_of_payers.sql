-- Who pays may change a price: the version says how, for plans and tenants. The proof recounts by
-- what the hold was priced with. Null in holds of before, which no override could concern.
alter table price_version
  add column overrides jsonb not null default '[]',
  add column note      text;
alter table hold
  add column mode text,
  add column plan text;
