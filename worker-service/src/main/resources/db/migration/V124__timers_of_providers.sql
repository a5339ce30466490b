-- What is due at a provider that has no room is passed by, in the index alone.
alter table timer add column provider text;
update timer t
   set provider = split_part(e.provider, '@', 1)
  from execution e where e.job_id = t.job_id and e.output = t.output;
alter table timer alter column provider set not null;

drop index timer_due;
create index timer_due on timer (due_at, provider);

-- A worker of before does not say it.
create function timer_of_provider() returns trigger language plpgsql as $$
begin
  select split_part(e.provider, '@', 1) into new.provider
    from execution e where e.job_id = new.job_id and e.output = new.output;
  return new;
end $$;
create trigger timer_of_provider before insert on timer
  for each row when (new.provider is null) execute function timer_of_provider();
