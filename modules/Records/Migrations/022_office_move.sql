-- An office that moves to another installation (spisová rozluka, act 499/2004; national standard, annex 7). What happens to its records is
-- decided here: nothing is written after the receipt came, nothing is destroyed before it and without two administrators.
create table records.office_move (
    office uuid not null,
    id uuid not null,
    way text not null check (way in ('Out', 'In')),
    state text not null check (state in ('Exported', 'Confirmed', 'Proposed', 'Destroying', 'Destroyed', 'Arriving', 'Arrived')),
    batch text not null check (length(batch) between 1 and 40),
    source text not null check (length(source) between 1 and 10),
    target text not null check (length(target) between 1 and 10),
    entities int not null check (entities > 0),
    -- SHA-256 over what every entity says, in the order of the batch.
    content text not null check (length(content) = 64),
    made_at timestamptz not null,
    made_by_name text not null,
    receipt text,
    confirmed_at timestamptz,
    confirmed_by_name text,
    proposed_at timestamptz,
    proposed_by uuid,
    proposed_by_name text,
    destroyed_at timestamptz,
    destroyed_by uuid,
    destroyed_by_name text,
    primary key (office, id),
    unique (office, way, batch),
    check ((way = 'In') = (state in ('Arriving', 'Arrived'))),
    check ((state in ('Exported', 'Arriving')) = (receipt is null)),
    check ((state in ('Confirmed', 'Proposed', 'Destroying', 'Destroyed')) = (confirmed_at is not null)),
    check ((state in ('Proposed', 'Destroying', 'Destroyed')) = (proposed_by is not null)),
    check ((state in ('Destroying', 'Destroyed')) = (destroyed_by is not null)),
    check (destroyed_by <> proposed_by)
);
-- An office goes away once.
create unique index office_move_away on records.office_move (office) where way = 'Out' and state <> 'Exported';

create table records.office_move_entity (
    office uuid not null,
    move uuid not null,
    position int not null check (position > 0),
    kind text not null,
    thing text not null,
    digest text not null check (length(digest) = 64),
    primary key (office, move, position),
    foreign key (office, move) references records.office_move (office, id)
);

-- What the installation it came from called its units and officials.
create table records.moved_id (
    office uuid not null,
    theirs uuid not null,
    ours uuid not null,
    primary key (office, theirs),
    unique (office, ours)
);

-- The transaction log of a thing from before it came, as XML of the national standard.
create table records.moved_event (
    office uuid not null,
    thing uuid not null,
    position int not null check (position > 0),
    body text not null,
    primary key (office, thing, position)
);

select kernel.protect('records.office_move');
select kernel.protect('records.office_move_entity');
select kernel.protect('records.moved_id');
select kernel.protect('records.moved_event');

create function records.keep_office_move() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then raise exception 'A move is never forgotten.' using errcode = 'integrity_constraint_violation'; end if;
    if tg_op = 'INSERT' then
        if new.state not in ('Exported', 'Arriving') then raise exception 'A move begins with an export or an arrival.' using errcode = 'integrity_constraint_violation'; end if;
        if new.state = 'Arriving' and (exists (select from records.document d where d.office = new.office) or exists (select from records.case_file f where f.office = new.office)
            or exists (select from records.type_file t where t.office = new.office) or exists (select from records.register_counter c where c.office = new.office))
        then raise exception 'Records arrive in an empty office only.' using errcode = 'integrity_constraint_violation'; end if;
        return new;
    end if;
    if old.state || '>' || new.state not in ('Exported>Confirmed', 'Confirmed>Proposed', 'Proposed>Confirmed', 'Proposed>Destroying', 'Destroying>Destroyed', 'Arriving>Arrived')
        or (new.office, new.id, new.way, new.batch, new.source, new.target, new.entities, new.content, new.made_at) is distinct from (old.office, old.id, old.way, old.batch, old.source, old.target, old.entities, old.content, old.made_at)
        or (old.receipt is not null and new.receipt is distinct from old.receipt)
        or (new.state in ('Destroying', 'Destroyed') and new.proposed_by is distinct from old.proposed_by)
    then raise exception 'A move goes its way step by step.' using errcode = 'integrity_constraint_violation'; end if;
    if new.state = 'Destroyed' and (exists (select from records.document d where d.office = new.office) or exists (select from records.case_file f where f.office = new.office))
    then raise exception 'Records are still there.' using errcode = 'integrity_constraint_violation'; end if;
    return new;
end $$;
create trigger keep_office_move before insert or update or delete on records.office_move for each row execute function records.keep_office_move();

-- Arriving and destroying are done within one transaction or not at all.
create function records.end_transit() returns trigger language plpgsql as $$
begin
    if exists (select from records.office_move m where m.office = new.office and m.id = new.id and m.state in ('Arriving', 'Destroying'))
    then raise exception 'A move does not stop half-way.' using errcode = 'integrity_constraint_violation'; end if;
    return null;
end $$;
create constraint trigger end_transit after insert or update on records.office_move deferrable initially deferred for each row execute function records.end_transit();

-- Whether this transaction brings or destroys the records of the office to which the connection is turned; row-level security keeps it to that office.
create function records.in_transit() returns boolean language sql stable as $$
    select exists (select from records.office_move m where m.office = kernel.current_office() and m.state in ('Arriving', 'Destroying'))
$$;

-- What is kept for ever here arrives as it is, and goes with its office. The setting only saves others the look; the move itself decides.
drop trigger keep_approved on records.own_document;
create trigger keep_approved before update or delete on records.own_document for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_approved();
drop trigger keep_component on records.component;
create trigger keep_component before update or delete on records.component for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_component();
drop trigger keep_closed on records.case_file;
create trigger keep_closed before update or delete on records.case_file for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_closed();
drop trigger keep_closed on records.document;
create trigger keep_closed before insert or update or delete on records.document for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_closed();
drop trigger keep_closed on records.component;
create trigger keep_closed before insert on records.component for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_closed();
drop trigger keep_closed on records.document_rule;
create trigger keep_closed before insert or update or delete on records.document_rule for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_closed();
drop trigger keep_plan on records.subject_group;
create trigger keep_plan before update or delete on records.subject_group for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_plan();
drop trigger keep_plan on records.retention_rule;
create trigger keep_plan before update or delete on records.retention_rule for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_plan();
drop trigger keep_plan on records.file_plan;
create trigger keep_plan before update or delete on records.file_plan for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_plan_itself();
drop trigger keep_volume on records.case_file;
create trigger keep_volume before insert on records.case_file for each row when (new.volume is not null and not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_volume();
drop trigger keep_closed_volume on records.file_volume;
create trigger keep_closed_volume before update or delete on records.file_volume for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_closed_volume();
drop trigger keep_day_log on records.day_log;
create trigger keep_day_log before update or delete on records.day_log for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_day_log();
drop trigger keep_forest on records.party_merge;
create trigger keep_forest before insert or update or delete on records.party_merge for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_forest();
drop trigger keep_storing on records.storing;
create trigger keep_storing before update or delete on records.storing for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_storing();
drop trigger keep_disposal on records.disposal_item;
create trigger keep_disposal before insert or update or delete on records.disposal_item for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_disposal();
drop trigger keep_decision on records.approval_task;
create trigger keep_decision before update or delete on records.approval_task for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_decision();
drop trigger keep_stamp on records.stamping;
create trigger keep_stamp before update or delete on records.stamping for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_stamp();
drop trigger keep_series_row on records.series_row;
create trigger keep_series_row before insert or update or delete on records.series_row for each row when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_series_row();

-- Things point at each other in circles; whoever brings or removes them all is checked at the end.
do $$
declare
    c record;
begin
    for c in select conrelid::regclass as t, conname from pg_constraint where contype = 'f' and connamespace = 'records'::regnamespace loop
        execute format('alter table %s alter constraint %I deferrable initially immediate', c.t, c.conname);
    end loop;
end $$;

-- All of them now, and of nothing else that is looked at in the end.
create function records.check_references() returns void language plpgsql as $$
begin
    execute (select 'set constraints ' || string_agg(distinct format('records.%I', conname), ', ') || ' immediate' from pg_constraint where contype = 'f' and connamespace = 'records'::regnamespace);
end $$;

-- Whoever writes holds the office's lock in common with others until the end of the transaction; the receipt and the arrival take it
-- alone. So nothing is written beside them, and afterwards every writer sees what they decided.
create function records.lock_of(whose uuid) returns bigint language sql immutable as $$ select hashtextextended('records.office_move:' || whose, 20) $$;

create function records.keep_moved() returns trigger language plpgsql as $$
declare
    whose uuid := coalesce(new.office, old.office);
begin
    perform pg_advisory_xact_lock_shared(records.lock_of(whose));
    if exists (select from records.office_move m where m.office = whose and m.way = 'Out' and (m.state in ('Confirmed', 'Proposed', 'Destroyed') or m.state = 'Destroying' and tg_op <> 'DELETE'))
    then raise exception 'The records of this office moved away; here they are only read.' using errcode = 'VR001'; end if;
    return coalesce(new, old);
end $$;

-- Counts, the search and the drawing of the name index follow the records by themselves.
do $$
declare
    t record;
begin
    for t in select c.oid::regclass as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'office'
        where c.relnamespace = 'records'::regnamespace and c.relkind = 'r'
            and c.relname not in ('office_move', 'office_move_entity', 'work_count', 'month_count', 'traffic_count', 'finding', 'finding_word', 'party_pending', 'party_of_document', 'party_word', 'party_entry')
    loop
        -- Where no office ever moved nobody pays for the look: the first export or arrival switches it on for good.
        execute format('create trigger a_keep_moved before insert or update or delete on %s for each row execute function records.keep_moved()', t.name);
        execute format('alter table %s disable trigger a_keep_moved', t.name);
    end loop;
end $$;
