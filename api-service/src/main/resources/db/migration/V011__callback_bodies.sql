-- What an API of another form posts in place of the log's own body, and what its receivers know
-- repeats by.
alter table event
    add column callback_body json,
    add column callback_key  text,
    add check ((callback_body is null) = (callback_key is null)),
    add check (callback_body is null or callback_url is not null);

drop trigger event_immutable on event;
create trigger event_immutable
    before update of position, xid, id, tenant_id, job_id, type, body, created_at, callback_url,
        callback_body, callback_key
    on event for each row execute function refuse_change_of_event();
