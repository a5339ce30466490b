-- The times that were forgotten when the databases were set back to backups; each is noted once.
create table restored_gap (
    began    timestamptz not null,
    ended    timestamptz not null,
    noted_at timestamptz not null default now(),
    seen_to  uuid not null, -- of billing's holds, those up to this job are known here or disowned
    seen_at  timestamptz, -- all of them are
    primary key (began, ended),
    check (began < ended)
);
