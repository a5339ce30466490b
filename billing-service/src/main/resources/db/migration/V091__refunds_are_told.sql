-- A hold says what was given back of it, and owes that as a settlement. Nobody says that a refund was heard, so it is
-- told several times: refund_told counts them.
alter table hold
  add column refunded    bigint  not null default 0,
  add column refund_told integer not null default 0,
  add constraint hold_refunded check (refunded between 0 and captured);

update hold h set refunded = r.amount, tell_at = now() from refund r where r.hold_id = h.id;
