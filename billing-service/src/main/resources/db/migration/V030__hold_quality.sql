-- What was priced includes the render tier; the proof recounts by it. Null where none was chosen.
alter table hold add column quality text;
