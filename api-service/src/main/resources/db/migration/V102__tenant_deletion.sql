-- A tenant that is being deleted is gone through again at delete_at until nothing but what proves
-- its money is left; then deleted_at says since when. Its id stays.
alter table tenant
    add column deletion_asked_at timestamptz,
    add column delete_at         timestamptz,
    add column deleted_at        timestamptz,
    add check (deleted_at is null or deletion_asked_at is not null),
    add check (deletion_asked_at is null or suspended_at is not null);
create index tenant_to_delete on tenant (delete_at) where delete_at is not null;
