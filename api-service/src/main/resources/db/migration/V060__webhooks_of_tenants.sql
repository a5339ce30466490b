-- What a tenant has said of where it is told. has_endpoints: it has or once had an endpoint, so all
-- its events are handed over; it is committed before the endpoint is made and never taken back, so
-- none is missed. callback_url: for jobs that name none, in the APIs that have such a default.
alter table tenant
    add column has_endpoints    boolean not null default false,
    add column callback_url     text,
    add column callback_origins text[]  not null default '{}',
    add column callback_mode    text    not null default 'public'
        check (callback_mode in ('public', 'registered-origins'));
