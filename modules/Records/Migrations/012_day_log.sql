-- The log of each day, drawn from the ledger after its midnight, sealed and kept as a document. One row an office and day decides that it
-- is kept once; the row waits until that succeeds. The stretch of the chain that the day covers begins where the day before it ended.
create table records.day_log (
    office uuid not null,
    id uuid not null,
    day date not null,
    after bigint check (after >= 0),
    up_to bigint,
    tries int not null default 0 check (tries >= 0),
    trouble text,
    tried_at timestamptz,
    document uuid,
    kept_at timestamptz,
    primary key (office, id),
    unique (office, day),
    unique (office, document),
    foreign key (office, document) references records.document (office, id),
    check (up_to is null or up_to >= after),
    check ((document is null) = (kept_at is null)),
    check (document is null or up_to is not null)
);
create index day_log_waiting on records.day_log (office, day) where document is null;
select kernel.protect('records.day_log');

create function records.keep_day_log() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.document is not null then
        raise exception 'The log of a day is never removed, and never changes once it is kept.' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;
create trigger keep_day_log before update or delete on records.day_log for each row execute function records.keep_day_log();
