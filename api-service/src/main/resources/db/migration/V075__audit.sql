-- What operators and owners did: written before it is done ('begun'), and its outcome after it
-- ('done'), once. Nothing else of a row ever changes, and no row goes: what is too old goes by the
-- operator's own hand, with the trigger off (docs/operating.md).
create table audit (
    id          uuid primary key,
    at          timestamptz not null,
    actor_kind  text not null check (actor_kind in ('operator', 'key')),
    actor       text,
    role        text not null,
    tenant_id   uuid,
    action      text not null,
    target      text not null,
    body        json,
    body_bytes  bigint not null,
    source      text not null,
    request_id  text not null,
    state       text not null default 'begun' check (state in ('begun', 'done')),
    status      int,
    error       text,
    done_at     timestamptz,
    check ((state = 'done') = (status is not null)),
    check ((state = 'done') = (done_at is not null))
);
create index audit_tenant on audit (tenant_id, id);
create index audit_at on audit (at);

create function refuse_change_of_audit() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.state = 'begun' and new.state = 'done'
        and (new.id, new.at, new.actor_kind, new.actor, new.role, new.tenant_id, new.action,
             new.target, new.body::text, new.body_bytes, new.source, new.request_id)
            is not distinct from
            (old.id, old.at, old.actor_kind, old.actor, old.role, old.tenant_id, old.action,
             old.target, old.body::text, old.body_bytes, old.source, old.request_id)
    then
        return new;
    end if;
    raise exception 'what was recorded stays' using errcode = 'restrict_violation';
end $$;

create trigger audit_append_only
    before update or delete on audit for each row execute function refuse_change_of_audit();
create trigger audit_never_emptied
    before truncate on audit for each statement execute function refuse_change_of_audit();
