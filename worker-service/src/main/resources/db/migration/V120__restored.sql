-- The times that were forgotten when the databases were set back to backups; each is noted once.
create table restored_gap (
  began    timestamptz not null,
  ended    timestamptz not null,
  noted_at timestamptz not null default now(),
  primary key (began, ended),
  check (began < ended)
);

-- It may have gone further than its row says, so it is never sent again.
alter table execution add column restored boolean not null default false;
