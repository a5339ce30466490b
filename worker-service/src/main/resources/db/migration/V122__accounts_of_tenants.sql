-- A tenant's own accounts at upstreams. Such an account is named `name@tenant`, and its slots serve the queue
-- `provider@tenant`, where nobody else's executions wait: see ProviderQueue.
alter table provider_account
  add column tenant_id uuid,                           -- null for the operator's
  add check ((tenant_id is null) = (strpos(name, '@') = 0));
create index provider_account_of_tenant on provider_account (tenant_id, name) where tenant_id is not null;
