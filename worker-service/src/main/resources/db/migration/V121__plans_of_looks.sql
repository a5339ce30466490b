-- How many renders were seen to go on through each class of times: those that still run are evidence too.
alter table render_pace add column passed float4[] not null default array_fill(0::float4, array[208]);
update render_pace p
   set passed = (select array_agg(coalesce(after, 0)::float4 order by i)
                   from (select i, sum(w) over (order by i desc rows between unbounded preceding and 1 preceding) as after
                           from unnest(p.times) with ordinality t(w, i)) a);

-- When to look at the renders of a kind, by what was known when it was last learned.
create table render_plan (
  provider    text not null,
  model       text not null,
  resolution  text not null,
  seconds     int not null,
  looks_ms    int[] not null,                          -- after the upstream's acceptance
  calls       float8 not null,                         -- at each render, on average
  primary key (provider, model, resolution, seconds)
) with (fillfactor = 50);

-- The timer's own looks_ms hold until its kind has a plan.
alter table timer
  add column rendered int,                             -- seconds; with the execution's route the kind of its plan
  add column made     int not null default 0;          -- looks that the upstream did not call for
update timer set made = polls;

-- The age at which to look next, by a plan; the same as LookPlan.next of the worker, which tells why.
create function look_after(plan int[], calls float8, age float8, made int, distance int, slowest int)
returns float8 language plpgsql volatile as $$
declare
  many    int := cardinality(plan);
  passed  int;
  place   float8;
  over    int;
  remain  float8;
  stretch float8 := 1;
begin
  if age < plan[1] then
    return plan[1] + random() * (plan[2] - plan[1]);
  end if;
  if age >= plan[many] then
    return age + least(slowest, greatest(1000, plan[many] - plan[many - 1] + 0.3 * (age - plan[many]),
                                         case when made > many then distance else 0 end));
  end if;
  passed := width_bucket(age, plan::float8[]);
  place := passed + (age - plan[passed]) / (plan[passed + 1] - plan[passed]);
  over := made - passed;
  if over > 0 then
    remain := greatest(calls - passed, 0.1 * calls);
    stretch := case when 1.5 * over < remain then least(over + 1, remain / (remain - 1.5 * over)) else over + 1 end;
  end if;
  return greatest(age + 1000, look_at(plan, place + 1), least(age + slowest, look_at(plan, place + stretch)));
end $$;

-- The age at a place of a plan, which need not be whole; 1 is its first look.
create function look_at(plan int[], place float8) returns float8 language sql immutable
  return case when place >= cardinality(plan) then plan[cardinality(plan)]
              else plan[floor(place)::int] + (place - floor(place)) * (plan[floor(place)::int + 1] - plan[floor(place)::int])
         end;
