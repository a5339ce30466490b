-- Whose job it is below the tenant: the key's id (of a rotated key, the first one's), and the
-- caller's own word for its user. Null in holds of before.
alter table hold
  add column key_id   uuid,
  add column end_user text;
create index hold_of_key on hold (key_id, created_at) where key_id is not null;

-- What plans limit is counted where credits are taken, so no number of parallel requests passes a
-- limit. today is a day of UTC; jobs_today counts for that day only.
alter table account
  add column unfinished integer not null default 0 check (unfinished >= 0),
  add column today      date    not null default 'epoch',
  add column jobs_today integer not null default 0 check (jobs_today >= 0);

update account a
   set unfinished = counted.held, jobs_today = counted.today,
       today = (now() at time zone 'utc')::date
  from (select account_id,
               count(*) filter (where state = 'held') as held,
               count(*) filter (where state <> 'voided'
                   and created_at >= date_trunc('day', now(), 'utc')) as today
          from hold group by account_id) counted
 where a.id = counted.account_id;

-- The first day, by UTC, of the period that a moment is in.
create function period_start(period text, at timestamptz) returns date
  language sql immutable parallel safe
  return case period
           when 'day' then (at at time zone 'utc')::date
           when 'month' then date_trunc('month', at at time zone 'utc')::date
           else date 'epoch' end;

-- What a key with spend limits has spent in a period; what is held counts. most is the limit that
-- the last hold was taken under: the check is what stops a hold above it. A row is opened with what
-- the key's holds already come to, while its account is locked.
create table key_spending (
  key_id     uuid   not null,
  account_id bigint not null references account,
  period     text   not null check (period in ('day', 'month', 'total')),
  starts     date   not null,
  spent      bigint not null check (spent >= 0),
  most       bigint not null,
  primary key (key_id, account_id, period, starts),
  constraint key_spending_within check (spent <= most)
) with (fillfactor = 50);
