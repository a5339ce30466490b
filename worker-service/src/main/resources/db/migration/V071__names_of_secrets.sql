-- Which secrets an account has can be told without opening them. Null in rows of before; the next
-- change of the account fills it.
alter table provider_account add column secret_names text[];
