-- What a job goes on from, where it was made from another video of the tenant.
alter table job
    add column remixed_from      uuid,                   -- the video that was remixed, there or deleted since
    add column continued_seconds int not null default 0, -- of the clip that comes first in what is delivered
    add column extensions        int not null default 0; -- how often what is delivered has been continued
