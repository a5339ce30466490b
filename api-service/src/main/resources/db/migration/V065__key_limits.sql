-- What narrows a key further; null narrows nothing.
alter table api_key
    add column models      text[],
    add column addresses   text[],
    add column replaced_by uuid references api_key,
    add column changed_at  timestamptz not null default now();
create index api_key_changed on api_key (changed_at);
create index api_key_page on api_key (tenant_id, created_at, id);

-- Replicas remember keys and forget those that changed a moment ago.
create function note_change_of_key() returns trigger language plpgsql as $$
begin
    new.changed_at := now();
    return new;
end $$;

create trigger api_key_changed
    before update of scopes, expires_at, revoked_at, dialect, models, addresses
    on api_key for each row execute function note_change_of_key();
