-- What the last attempts to a destination were like. One that fails or dawdles is served by few
-- hands of its own, so that it costs the others nothing. No row: nothing bad is known.

create table destination_lane (
  destination text primary key,
  failures    int not null,                            -- in a row
  marks       int not null,                            -- of the last 20 attempts, the newest lowest: 1 is slow
  slow        boolean generated always as (failures >= 5 or bit_count(marks::bit(20)) >= 2) stored,
  updated_at  timestamptz not null default now()
) with (fillfactor = 50);
