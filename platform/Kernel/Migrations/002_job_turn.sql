-- When each job was last begun, so that several nodes take its turn once.
create table kernel.job_turn (
    job text primary key,
    at timestamptz not null
);
