-- In which order an operator wants a model's routes to be taken; one without a row has the catalogue's.
create table model_routing (
  model      text primary key,
  strategy   text not null check (strategy in ('ORDER', 'WEIGHT', 'CHEAP', 'FAST', 'RELIABLE')),
  routes     jsonb not null,                               -- in order: provider, model, enabled, weight
  updated_at timestamptz not null default now()
);
