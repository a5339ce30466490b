-- What an upstream takes at present may be less than what the operator has agreed with it.
alter table account_slot
  add column narrowed_to        int check (narrowed_to > 0),            -- slots until it takes more again; null for all
  add column throttled_at       timestamptz,                            -- when it last said that it is too busy
  add column widened_at         timestamptz,                            -- when a slot was last added again
  add column submits_per_minute int check (submits_per_minute > 0),     -- null where nobody counts
  add column paced_until        timestamptz not null default '-infinity',   -- up to when submits are spoken for
  add check (narrowed_to is null or throttled_at is not null);
