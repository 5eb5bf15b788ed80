-- Agenda systems (ISSD) that work with the records of an office through the national interface (NSESSS 2023, ermsAPI).
create table records.agenda_system (
    office uuid not null,
    id uuid not null,
    code text not null check (code ~ '^[A-Z0-9]{1,6}$'),
    name text not null check (length(name) between 1 and 100),
    secret_hash bytea not null,
    rights text[] not null,
    units uuid[],
    registered_at timestamptz not null,
    registered_by_name text not null,
    stopped_at timestamptz,
    -- The last batch of theirs that was worked through, and the last of ours that was prepared for them.
    received int not null default 0,
    prepared int not null default 0,
    primary key (office, id),
    unique (office, code)
);

-- What was said when a thing was founded under an identifier, so that a repetition is told from a second founding.
alter table records.other_identifier add column digest text;

-- Which documents an agenda system founded or was lent, and so is told of what others do with them.
create table records.agenda_document (
    office uuid not null,
    system uuid not null,
    document uuid not null,
    primary key (office, document, system),
    foreign key (office, system) references records.agenda_system (office, id),
    foreign key (office, document) references records.document (office, id)
);

-- Files that came before the document that they belong to; a new version is a new row.
create table records.erms_file (
    office uuid not null,
    id uuid not null,
    source text not null,
    value text not null check (length(value) between 1 and 40),
    version int not null check (version > 0),
    name text not null,
    mime_type text not null,
    size bigint not null check (size > 0),
    blob text not null,
    final boolean not null,
    at timestamptz not null,
    gone_at timestamptz,
    primary key (office, id),
    unique (office, source, value, version)
);
create index erms_file_blob on records.erms_file (blob);

-- Every event is done once: the row is taken before the work and lies in its transaction. Batch 0 is a synchronous call, where an event is
-- known by its number and its content.
create table records.erms_event (
    office uuid not null,
    system uuid not null,
    batch int not null check (batch >= 0),
    event bigint not null,
    digest text not null,
    code text not null,
    said text,
    at timestamptz not null,
    primary key (office, system, batch, event, digest),
    foreign key (office, system) references records.agenda_system (office, id)
);

-- Batches that came; one that came too early waits for those before it.
create table records.erms_batch (
    office uuid not null,
    system uuid not null,
    number int not null check (number > 0),
    digest text not null,
    body text not null,
    blobs text[] not null,
    received_at timestamptz not null,
    done_at timestamptz,
    primary key (office, system, number),
    foreign key (office, system) references records.agenda_system (office, id)
);
create index erms_batch_waiting on records.erms_batch (office, system, number) where done_at is null;

-- What an agenda system is still to be told; a row without a batch is owed.
create table records.erms_news (
    office uuid not null,
    id bigint generated always as identity,
    system uuid not null,
    step uuid,
    incoming int,
    batch int,
    primary key (office, id),
    foreign key (office, system) references records.agenda_system (office, id),
    check ((step is null) <> (incoming is null))
);
create index erms_news_owed on records.erms_news (office, system, id) where batch is null;

-- Batches prepared for an agenda system, the same whenever it asks, until it has confirmed them.
create table records.erms_prepared (
    office uuid not null,
    system uuid not null,
    number int not null check (number > 0),
    body text not null,
    at timestamptz not null,
    confirmed_at timestamptz,
    with_error boolean,
    primary key (office, system, number),
    foreign key (office, system) references records.agenda_system (office, id),
    check ((confirmed_at is null) = (with_error is null))
);

select kernel.protect('records.agenda_system');
select kernel.protect('records.agenda_document');
select kernel.protect('records.erms_file');
select kernel.protect('records.erms_event');
select kernel.protect('records.erms_batch');
select kernel.protect('records.erms_news');
select kernel.protect('records.erms_prepared');

-- Who alone may work with it at present: an agenda system, or the records service itself.
alter table records.document add column managed_by uuid;
alter table records.case_file add column managed_by uuid;

-- The stored file whose version a component is.
alter table records.component add column stored_file uuid;
create index component_of_stored_file on records.component (office, stored_file) where stored_file is not null;

-- What is settled may be taken up again there and settled anew; the last settlement counts.
drop index records.settlement_of_document;

-- Whatever somebody else does with a document that an agenda system knows is owed to it from the same transaction on, so nothing is
-- missed however transactions overtake each other.
create function records.owe_news() returns trigger language plpgsql as $$
begin
    insert into records.erms_news (office, system, step)
        select a.office, d.system, a.id
        from added a
        join records.agenda_document d on d.office = a.office and d.document = a.document
        join records.agenda_system s on s.office = d.office and s.id = d.system and s.stopped_at is null
        where a.actor is distinct from s.id and a.kind in ('HandedOver', 'TakenOver', 'PutIntoFile', 'TakenOut', 'Settled', 'Reopened', 'Cancelled', 'FileClosed', 'FileReopened', 'Lent')
        order by a.at, a.id;
    return null;
end $$;
create trigger owe_news after insert on records.step referencing new table as added for each statement execute function records.owe_news();

-- The name index (jmenný rejstřík) as agenda systems enter people into it: whole profiles, and beside them what is searched by.
create table records.agenda_person (
    office uuid not null,
    id uuid not null,
    source text not null,
    value text not null check (length(value) between 1 and 40),
    given text,
    family text,
    born date,
    company text,
    number text,
    street text,
    house text,
    town text,
    postcode text,
    country text,
    box text,
    mail text,
    profile text not null,
    changed_by uuid not null,
    changed_at timestamptz not null,
    primary key (office, id),
    unique (office, source, value)
);
create index agenda_person_by_name on records.agenda_person (office, family, given);
create index agenda_person_by_company on records.agenda_person (office, company);
create index agenda_person_by_number on records.agenda_person (office, number);
create index agenda_person_by_box on records.agenda_person (office, box);
create index agenda_person_by_mail on records.agenda_person (office, mail);
select kernel.protect('records.agenda_person');
