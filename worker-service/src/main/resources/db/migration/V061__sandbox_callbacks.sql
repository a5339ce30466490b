-- Where a task's gateway wants to be told of its end, as any upstream keeps it.

alter table sandbox_task add column callback text;
