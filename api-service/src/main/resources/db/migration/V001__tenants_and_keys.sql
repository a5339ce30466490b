-- What a tenant may have. A plan includes every plan of a lower rank.
create table plan (
    id           text primary key,
    rank         int      not null unique,
    weight       int      not null check (weight > 0),
    jobs_at_once int      not null check (jobs_at_once > 0),
    files_kept   interval not null
);

insert into plan (id, rank, weight, jobs_at_once, files_kept)
values ('free', 1, 1, 2, interval '1 day'),
       ('pro', 2, 4, 20, interval '30 days'),
       ('ultra', 3, 16, 200, interval '90 days');

create table tenant (
    id         uuid primary key,
    name       text        not null,
    plan       text        not null references plan,
    created_at timestamptz not null default now()
);

-- Of a key only its HMAC is kept; beginning and end are for a person to recognise it by.
create table api_key (
    id           uuid primary key,
    tenant_id    uuid        not null references tenant,
    name         text        not null,
    mode         text        not null check (mode in ('live', 'test')),
    scopes       text[]      not null,
    hash         bytea       not null unique,
    prefix       text        not null,
    last4        text        not null,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz
);
create index on api_key (tenant_id);
