-- What is rendered by a tenant's own account at an upstream costs this part of its usual price. The proof recounts by
-- what the hold was priced with.
alter table price_version add column own_account_factor numeric(9, 6) not null default 0.05 check (own_account_factor between 0 and 1);
alter table hold add column own_account boolean not null default false;
