-- What an upstream charges for a clip, by the route's name for the model or * for all others, as the operator entered it.
alter table provider_account add column costs jsonb not null default '{}';

-- The rule that was valid when the attempt was claimed; null where the operator entered none.
alter table attempt add column cost_rule jsonb;
