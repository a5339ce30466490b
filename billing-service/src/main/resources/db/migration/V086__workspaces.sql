-- A tenant's jobs belong to its workspaces. The first one of a tenant has the tenant's id; all jobs
-- of before are its.
alter table hold add column workspace_id uuid;
update hold set workspace_id = tenant_id where account_id is not null;
alter table hold
  add constraint hold_workspace check (account_id is null or workspace_id is not null);
create index hold_of_workspace on hold (workspace_id, created_at) where workspace_id is not null;

-- What is counted of keys is counted of workspaces too: whoever spends may have limits.
alter table key_spending rename to spending;
alter table spending rename column key_id to spender_id;
alter table spending rename constraint key_spending_within to spending_within;
