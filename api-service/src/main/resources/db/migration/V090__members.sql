-- A member of a tenant signs in elsewhere. What a member does is noted as a key's is, so a member
-- has a row as a key has: with the issuer's name for the person where a key has its hash.
alter table api_key
    alter column hash drop not null,
    add column subject text,
    add constraint api_key_hash_or_subject check ((hash is null) <> (subject is null)),
    add constraint api_key_subject unique (tenant_id, subject);
