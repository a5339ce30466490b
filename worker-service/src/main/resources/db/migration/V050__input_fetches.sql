-- Inputs that a tenant gave by address, fetched before any execution of the job can be claimed.
-- Claiming is setting due_at anew; whoever has an older epoch writes nothing more.

create table input_fetch (
  job_id        uuid primary key references job (id),
  tenant_id     uuid not null,
  keys          text[] not null,                            -- where the files are put; they go when the job has ended
  due_at        timestamptz default now(),                  -- null: all are here, or the job was given up
  claimed_until timestamptz,
  epoch         int not null default 0,
  tries         int not null default 0                      -- that the tenant's server did not answer
) with (fillfactor = 70);
create index input_fetch_due on input_fetch (due_at) where due_at is not null;
