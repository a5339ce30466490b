-- What a provider took and gave up by its own fault may be made by another: then its attempt is `failed`.
alter table attempt
  drop constraint attempt_state_check,
  add constraint attempt_state_check
    check (state in ('prepared', 'sending', 'accepted', 'refused', 'not_sent', 'unknown', 'lost', 'failed'));
