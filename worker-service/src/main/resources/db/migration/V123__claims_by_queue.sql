-- A claim begins at the queues that have something, and asks for the accounts of each.
create index account_slot_of_provider on account_slot (provider);
