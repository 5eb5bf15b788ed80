-- The file plan as data of the office (spisový a skartační plán). A version is proposed, then in force from a day; an office without one
-- lives by the plan that the program brings.
create table records.file_plan (
    office uuid not null,
    id uuid not null,
    identifier text not null check (length(identifier) between 1 and 50),
    source text not null check (source <> ''),
    name text not null check (name <> ''),
    note text,
    opened_on date not null,
    issuer jsonb not null,
    proposed_at timestamptz not null,
    proposed_by uuid,
    proposed_by_name text not null,
    valid_from date,
    adopted_at timestamptz,
    adopted_by_name text,
    primary key (office, id),
    check ((valid_from is null) = (adopted_at is null))
);
create unique index file_plan_in_force on records.file_plan (office, valid_from) where valid_from is not null;

-- Skartační režim: what is kept how long, and from what event.
create table records.retention_rule (
    office uuid not null,
    id uuid not null,
    plan uuid not null,
    identifier text not null check (length(identifier) between 1 and 50),
    source text not null check (source <> ''),
    name text not null check (name <> ''),
    note text,
    reason text not null check (reason <> ''),
    mark text not null check (mark in ('A', 'S', 'V')),
    years int check (years between 0 and 999),
    discard_year int check (discard_year between 1900 and 9999),
    trigger_event text not null check (trigger_event <> ''),
    check_years int check (check_years between 0 and 999),
    primary key (office, id),
    unique (office, plan, source, identifier),
    foreign key (office, plan) references records.file_plan (office, id) on delete cascade,
    check ((years is null) <> (discard_year is null))
);

-- Věcná skupina.
create table records.subject_group (
    office uuid not null,
    id uuid not null,
    plan uuid not null,
    parent uuid,
    position int not null check (position > 0),
    identifier text not null check (length(identifier) between 1 and 50),
    source text not null check (source <> ''),
    simple_mark text not null check (length(simple_mark) between 1 and 50),
    mark text not null check (length(mark) between 1 and 255),
    name text not null check (name <> ''),
    note text,
    keywords text[] not null default '{}',
    created_on date not null,
    opened_on date not null,
    closed_on date check (closed_on >= opened_on),
    moved_why text,
    rule uuid,
    type_files boolean not null default false,
    sections jsonb not null default '[]',
    numbering text check (numbering in ('Priorace', 'SbernyArch')),
    standing_consent boolean,
    -- What else the plan says of it (references, access, notes), as XML of the standard.
    more text,
    primary key (office, id),
    unique (office, plan, mark),
    unique (office, plan, position),
    unique (office, plan, source, identifier),
    foreign key (office, plan) references records.file_plan (office, id) on delete cascade,
    foreign key (office, parent) references records.subject_group (office, id) on delete cascade,
    foreign key (office, rule) references records.retention_rule (office, id)
);

-- A version that is in force is never changed: a change is another version.
create function records.keep_plan() returns trigger language plpgsql as $$
begin
    if exists (select 1 from records.file_plan p where p.office = old.office and p.id = old.plan and p.valid_from is not null)
    then raise exception 'A plan in force never changes.' using errcode = 'integrity_constraint_violation'; end if;
    if tg_op = 'DELETE' then return old; end if;
    return new;
end $$;
create trigger keep_plan before update or delete on records.subject_group for each row execute function records.keep_plan();
create trigger keep_plan before update or delete on records.retention_rule for each row execute function records.keep_plan();

create function records.keep_plan_itself() returns trigger language plpgsql as $$
begin
    if old.valid_from is not null and (tg_op = 'DELETE' or new.valid_from is not null and to_jsonb(new) is distinct from to_jsonb(old))
    then raise exception 'A plan in force never changes.' using errcode = 'integrity_constraint_violation'; end if;
    if tg_op = 'DELETE' then return old; end if;
    return new;
end $$;
create trigger keep_plan before update or delete on records.file_plan for each row execute function records.keep_plan_itself();

-- Typový spis, its sections (součásti) and their volumes (díly); files lie in volumes.
create table records.type_file (
    office uuid not null,
    id uuid not null,
    plan uuid,
    filing_mark text not null,
    name text not null check (name <> ''),
    unit uuid not null,
    holder uuid,
    opened_at timestamptz not null,
    closed_at timestamptz,
    closed_by jsonb,
    primary key (office, id),
    foreign key (office, plan) references records.file_plan (office, id),
    check ((closed_at is null) = (closed_by is null))
);
create index type_file_of_unit on records.type_file (office, unit, opened_at desc, id desc);

create table records.file_section (
    office uuid not null,
    id uuid not null,
    type_file uuid not null,
    simple_mark text not null check (length(simple_mark) between 1 and 50),
    mark text not null check (length(mark) between 1 and 255),
    name text not null check (name <> ''),
    opened_at timestamptz not null,
    primary key (office, id),
    unique (office, type_file, mark),
    foreign key (office, type_file) references records.type_file (office, id)
);

create table records.file_volume (
    office uuid not null,
    id uuid not null,
    section uuid not null,
    number int not null check (number > 0),
    opened_at timestamptz not null,
    closed_at timestamptz,
    closed_by jsonb,
    retention_mark text check (retention_mark in ('A', 'S', 'V')),
    retention_years int check (retention_years between 0 and 999),
    trigger_year int,
    discard_year int,
    primary key (office, id),
    unique (office, section, number),
    foreign key (office, section) references records.file_section (office, id),
    check ((closed_at is null) = (closed_by is null) and (closed_at is null) = (retention_mark is null) and (closed_at is null) = (retention_years is null)),
    check ((trigger_year is null) = (discard_year is null)),
    check (discard_year is null or closed_at is not null)
);
-- A section takes files into one volume at a time, whoever closes and opens at once.
create unique index file_volume_open on records.file_volume (office, section) where closed_at is null;

-- Without a plan it was opened under the one that the program brings. A file in a volume waits for the volume to be closed.
alter table records.case_file
    add column plan uuid,
    add column volume uuid,
    add column trigger_year int,
    drop constraint case_file_retention_mark_check,
    drop constraint case_file_check,
    add constraint case_file_retention_mark_check check (retention_mark in ('A', 'S', 'V')),
    add constraint case_file_closed check ((state = 'Closed') = (closed_at is not null) and (discard_year is null or state = 'Closed')),
    add constraint case_file_plan foreign key (office, plan) references records.file_plan (office, id),
    add constraint case_file_volume foreign key (office, volume) references records.file_volume (office, id);
alter table records.case_file disable trigger keep_closed;
update records.case_file set trigger_year = discard_year - 1 - retention_years where discard_year is not null;
alter table records.case_file enable trigger keep_closed;
alter table records.case_file add constraint case_file_dated check ((trigger_year is null) = (discard_year is null));
create index case_file_due on records.case_file (office, discard_year, retention_mark) where discard_year is not null;
create index case_file_in_volume on records.case_file (office, volume) where volume is not null;

-- The group whose rule a document follows, where that is not the group of its file.
create table records.document_rule (
    office uuid not null,
    id uuid not null,
    plan uuid,
    filing_mark text not null,
    reason text not null check (reason <> ''),
    set_at timestamptz not null,
    set_by_name text not null,
    primary key (office, id),
    foreign key (office, id) references records.document (office, id),
    foreign key (office, plan) references records.file_plan (office, id)
);

-- Vyřízení of a document, and vyřízení with closing of a file (again after each reopening); by whom, as they were that day.
create table records.settlement (
    office uuid not null,
    id uuid not null,
    thing text not null check (thing in ('File', 'Document')),
    thing_id uuid not null,
    at timestamptz not null,
    way text not null check (way in ('document', 'passed-on', 'noted', 'note', 'other')),
    content text,
    reason text,
    handler jsonb not null,
    approvals jsonb not null default '[]',
    primary key (office, id),
    check (way <> 'other' or (content is not null and reason is not null))
);
create index settlement_of_thing on records.settlement (office, thing_id, at);
create unique index settlement_of_document on records.settlement (office, thing_id) where thing = 'Document';

-- Ukládací jednotka and umístění of what is on paper, of a file, a volume or a document.
create table records.storage (
    office uuid not null,
    id uuid not null,
    unit text not null check (length(unit) between 1 and 100),
    place text not null check (place <> ''),
    set_at timestamptz not null,
    set_by_name text not null,
    primary key (office, id)
);

-- Identifiers from elsewhere: of what came from another system, of parts of data messages. Without one a thing is known by its id.
create table records.other_identifier (
    office uuid not null,
    id uuid not null,
    thing text not null check (thing in ('File', 'TypeFile', 'Document', 'Component')),
    thing_id uuid not null,
    value text not null check (length(value) between 1 and 50),
    source text not null check (source <> ''),
    primary key (office, id),
    unique (office, thing_id, source, value)
);
-- Only a component may share its identifier or have several.
create unique index other_identifier_of_one on records.other_identifier (office, source, value) where thing <> 'Component';
create unique index other_identifier_once on records.other_identifier (office, thing_id) where thing <> 'Component';

-- Křížový odkaz between files and documents; a firm one goes with the file wherever it goes.
create table records.cross_reference (
    office uuid not null,
    id uuid not null,
    from_file uuid,
    from_document uuid,
    to_file uuid,
    to_document uuid,
    firm boolean not null,
    note text,
    made_at timestamptz not null,
    made_by_name text not null,
    primary key (office, id),
    unique nulls not distinct (office, from_file, from_document, to_file, to_document),
    foreign key (office, from_file) references records.case_file (office, id),
    foreign key (office, from_document) references records.document (office, id),
    foreign key (office, to_file) references records.case_file (office, id),
    foreign key (office, to_document) references records.document (office, id),
    check (num_nonnulls(from_file, from_document) = 1 and num_nonnulls(to_file, to_document) = 1),
    check (from_file is distinct from to_file or from_file is null),
    check (from_document is distinct from to_document or from_document is null)
);
create index cross_reference_to_file on records.cross_reference (office, to_file) where to_file is not null;
create index cross_reference_to_document on records.cross_reference (office, to_document) where to_document is not null;

-- A held file is not proposed for disposal until the hold is lifted.
create table records.legal_hold (
    office uuid not null,
    id uuid not null,
    file uuid not null,
    reason text not null check (reason <> ''),
    put_at timestamptz not null,
    put_by uuid,
    put_by_name text not null,
    lifted_at timestamptz,
    lifted_by uuid,
    lifted_by_name text,
    lift_reason text check (lift_reason <> ''),
    primary key (office, id),
    foreign key (office, file) references records.case_file (office, id),
    check ((lifted_at is null) = (lifted_by_name is null) and (lifted_at is null) = (lift_reason is null))
);
create index legal_hold_of_file on records.legal_hold (office, file, put_at);

-- What happened to a file, a type file or a volume as a whole, for people; steps are of documents.
create table records.file_step (
    office uuid not null,
    id uuid not null,
    thing uuid not null,
    at timestamptz not null,
    kind text not null,
    actor uuid,
    actor_name text not null,
    on_behalf_of uuid,
    from_mark text,
    to_mark text,
    note text,
    primary key (office, id)
);
create index file_step_of_thing on records.file_step (office, thing, at, id);

select kernel.protect('records.file_plan');
select kernel.protect('records.retention_rule');
select kernel.protect('records.subject_group');
select kernel.protect('records.type_file');
select kernel.protect('records.file_section');
select kernel.protect('records.file_volume');
select kernel.protect('records.document_rule');
select kernel.protect('records.settlement');
select kernel.protect('records.storage');
select kernel.protect('records.other_identifier');
select kernel.protect('records.cross_reference');
select kernel.protect('records.legal_hold');
select kernel.protect('records.file_step');

-- Of a closed file only the reckoning of its disposal may still be told (the event that starts the time may come later), or it is opened
-- again as a whole. A closed volume takes no file.
create or replace function records.keep_closed() returns trigger language plpgsql as $$
declare
    lies_in uuid;
    may text[] := array['trigger_year', 'discard_year'];
begin
    if tg_table_name = 'case_file' then
        if tg_op = 'UPDATE' and new.state <> 'Closed' then may := may || array['state', 'closed_at', 'closed_by', 'closed_by_name', 'retention_mark', 'retention_years']; end if;
        if old.state = 'Closed' and (tg_op = 'DELETE' or to_jsonb(new) - may is distinct from to_jsonb(old) - may)
        then raise exception 'A closed file never changes.' using errcode = 'integrity_constraint_violation'; end if;
    elsif tg_table_name = 'document' then
        lies_in := case when tg_op = 'INSERT' then new.file else old.file end;
        if lies_in is null and tg_op = 'UPDATE' then lies_in := new.file; end if;
        if lies_in is not null and exists (select 1 from records.case_file f where f.office = coalesce(new.office, old.office) and f.id = lies_in and f.state = 'Closed')
        then raise exception 'A document of a closed file never changes.' using errcode = 'integrity_constraint_violation'; end if;
    elsif tg_table_name = 'document_rule' then
        if exists (select 1 from records.document d join records.case_file f on f.office = d.office and f.id = d.file
            where d.office = coalesce(new.office, old.office) and d.id = coalesce(new.id, old.id) and f.state = 'Closed')
        then raise exception 'A document of a closed file never changes.' using errcode = 'integrity_constraint_violation'; end if;
    elsif exists (select 1 from records.document d join records.case_file f on f.office = d.office and f.id = d.file
        where d.office = new.office and d.id = new.document and f.state = 'Closed')
    then raise exception 'A document of a closed file takes no more parts.' using errcode = 'integrity_constraint_violation';
    end if;
    if tg_op = 'DELETE' then return old; end if;
    return new;
end $$;
create trigger keep_closed before insert or update or delete on records.document_rule for each row execute function records.keep_closed();

create function records.keep_volume() returns trigger language plpgsql as $$
begin
    -- Whoever closes the volume locks its row; this waits for them and then sees that it is closed.
    perform 1 from records.file_volume v where v.office = new.office and v.id = new.volume and v.closed_at is null for share;
    if not found then raise exception 'A closed volume takes no file.' using errcode = 'integrity_constraint_violation'; end if;
    return new;
end $$;
create trigger keep_volume before insert on records.case_file for each row when (new.volume is not null) execute function records.keep_volume();
create trigger keep_volume_moved before update of volume on records.case_file for each row when (new.volume is not null and new.volume is distinct from old.volume) execute function records.keep_volume();

-- A closed volume stays closed; only the reckoning of its disposal may still be told.
create function records.keep_closed_volume() returns trigger language plpgsql as $$
begin
    if old.closed_at is not null and (tg_op = 'DELETE' or to_jsonb(new) - array['trigger_year', 'discard_year'] is distinct from to_jsonb(old) - array['trigger_year', 'discard_year'])
    then raise exception 'A closed volume never changes.' using errcode = 'integrity_constraint_violation'; end if;
    if tg_op = 'DELETE' then return old; end if;
    return new;
end $$;
create trigger keep_closed_volume before update or delete on records.file_volume for each row execute function records.keep_closed_volume();
