-- What was given to an account is kept in lots, each with what is left of it; together they are what is
-- available and held. A promotional lot expires: what no hold counts on goes to the book "expired".
alter table account
  drop constraint account_check,
  add column expired   bigint not null default 0 check (expired >= 0),
  add column withdrawn bigint not null default 0 check (withdrawn >= 0),
  add constraint account_adds_up check (granted = available + held + spent + expired + withdrawn);

alter table credit_grant
  add column kind       text not null default 'purchased' check (kind in ('purchased', 'promotional')),
  add column expires_at timestamptz,
  add check ((kind = 'promotional') = (expires_at is not null));

-- id is that of the grant or the adjustment that gave it.
create table lot (
  id         uuid        primary key,
  nth        bigint      generated always as identity,
  account_id bigint      not null references account,
  amount     bigint      not null check (amount > 0),
  remaining  bigint      not null check (remaining between 0 and amount),
  expires_at timestamptz
) with (fillfactor = 50);
create index lot_open on lot (account_id) where remaining > 0;
create index lot_expiring on lot (expires_at) where remaining > 0;

-- Which lots an entry filled (above zero) or used (below), in this order.
create table lot_posting (
  account_id bigint not null,
  number     bigint not null,
  nth        bigint not null,
  lot_id     uuid   not null references lot,
  amount     bigint not null check (amount <> 0),
  primary key (account_id, number, nth),
  foreign key (account_id, number) references entry
);

-- An operator's change of a balance. A large one waits for another operator.
create table adjustment (
  id          uuid        primary key,
  account_id  bigint      not null references account,
  amount      bigint      not null check (amount <> 0),
  reason      text        not null,
  state       text        not null check (state in ('pending', 'booked')),
  operator    text        not null,
  approved_by text        check (approved_by <> operator),
  created_at  timestamptz not null default now(),
  booked_at   timestamptz,
  check ((state = 'booked') = (booked_at is not null)),
  check (state = 'booked' or approved_by is null)
);

-- What was given back of a captured hold, once.
create table refund (
  id         uuid        primary key,
  hold_id    uuid        not null unique references hold,
  amount     bigint      not null check (amount > 0),
  reason     text        not null,
  operator   text,
  created_at timestamptz not null default now()
);

drop index entry_grant;
alter table entry
  drop constraint entry_check,
  drop constraint entry_check1,
  add column adjustment_id uuid references adjustment,
  add constraint entry_moves check ((kind, debit, credit) in (
    ('grant', 'granted', 'available'),
    ('hold', 'available', 'held'),
    ('capture', 'held', 'spent'),
    ('release', 'held', 'available'),
    ('void', 'held', 'available'),
    ('refund', 'spent', 'available'),
    ('expire', 'available', 'expired'),
    ('adjustment', 'granted', 'available'),
    ('adjustment', 'available', 'withdrawn'))),
  add constraint entry_is_about check (
    (grant_id is not null) = (kind = 'grant')
    and (adjustment_id is not null) = (kind = 'adjustment')
    and (hold_id is not null) = (kind in ('hold', 'capture', 'release', 'void', 'refund')));
create unique index entry_grant on entry (grant_id) where grant_id is not null;
create unique index entry_adjustment on entry (adjustment_id) where adjustment_id is not null;

-- What the holds count on that are still held, and what was captured in a time.
create index hold_held on hold (account_id, created_at) where state = 'held';
create index hold_captured on hold (account_id, resolved_at) where state = 'captured';

-- What was spent until now used the oldest grants first.
insert into lot (id, account_id, amount, remaining)
select grant_id, account_id, amount, amount from entry where kind = 'grant' order by account_id, number;

insert into lot_posting (account_id, number, nth, lot_id, amount)
select account_id, number, 1, grant_id, amount from entry where kind = 'grant';

with given as (
  select account_id, grant_id, sum(amount) over oldest - amount as low, sum(amount) over oldest as high
    from entry where kind = 'grant'
  window oldest as (partition by account_id order by number)),
spent as (
  select account_id, number, sum(amount) over oldest - amount as low, sum(amount) over oldest as high
    from entry where kind = 'capture'
  window oldest as (partition by account_id order by number))
insert into lot_posting (account_id, number, nth, lot_id, amount)
select s.account_id, s.number, row_number() over (partition by s.account_id, s.number order by g.low),
       g.grant_id, greatest(s.low, g.low) - least(s.high, g.high)
  from spent s join given g
    on g.account_id = s.account_id and g.low < s.high and s.low < g.high;

update lot l set remaining = p.left
  from (select lot_id, sum(amount) as left from lot_posting group by lot_id) p where p.lot_id = l.id;

create trigger lot_posting_append_only before update or delete on lot_posting
  for each row execute function refuse_change();
create trigger lot_posting_no_truncate before truncate on lot_posting
  for each statement execute function refuse_change();
create trigger refund_append_only before update or delete on refund
  for each row execute function refuse_change();
create trigger refund_no_truncate before truncate on refund
  for each statement execute function refuse_change();
