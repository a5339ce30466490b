-- What was given back of what the job was charged.
alter table job add column refunded bigint not null default 0;
