-- A large adjustment that waits may be rejected; then it is never booked. What is no longer pending stays as it is.
alter table adjustment
  drop constraint adjustment_state_check,
  add column rejected_by text,
  add column rejection   text,
  add column rejected_at timestamptz,
  add constraint adjustment_state_check check (state in ('pending', 'booked', 'rejected')),
  add constraint adjustment_rejected check (
    num_nulls(rejected_by, rejection, rejected_at) = case state when 'rejected' then 0 else 3 end);

create index adjustment_listed on adjustment (created_at, id);
create index adjustment_waiting on adjustment (created_at, id) where state = 'pending';

create trigger adjustment_decided_once before update on adjustment
  for each row when (old.state <> 'pending') execute function refuse_change();
create trigger adjustment_kept before delete on adjustment
  for each row execute function refuse_change();
create trigger adjustment_no_truncate before truncate on adjustment
  for each statement execute function refuse_change();
