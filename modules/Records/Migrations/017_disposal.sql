-- The archive that supervises an office: how it calls itself and the office, and where its door is; without a door letters go by hand.
create table records.disposal_archive (
    office uuid primary key,
    id uuid not null,
    name text not null check (length(name) between 1 and 100),
    code text not null check (length(code) between 1 and 50),
    originator text not null check (length(originator) between 1 and 50),
    address text check (length(address) between 1 and 300),
    sign_in text not null,
    secret bytea,
    changed_at timestamptz not null,
    check ((address is null) = (secret is null))
);

-- Skartační řízení: one proposal of one office and everything that comes of it.
create table records.disposal_procedure (
    office uuid not null,
    id uuid not null,
    register text not null,
    year int not null,
    number int not null check (number > 0),
    mark text not null check (length(mark) between 1 and 50),
    state text not null check (state in ('Draft', 'Proposed', 'Closed', 'Dropped')),
    up_to int not null,
    opened_at timestamptz not null,
    opened_by_name text not null,
    checked_at timestamptz,
    archive text,
    archive_code text,
    originator text,
    file uuid,
    proposal uuid,
    sent_at timestamptz,
    sent_by uuid,
    sent_by_name text,
    answers int not null default 0,
    next_poll timestamptz,
    attempts int not null default 0,
    trouble text,
    certificate uuid,
    ended_at timestamptz,
    primary key (office, id),
    unique (office, register, year, number),
    unique (office, mark),
    foreign key (office, file) references records.case_file (office, id),
    foreign key (office, proposal) references records.document (office, id),
    foreign key (office, certificate) references records.document (office, id),
    check ((state in ('Proposed', 'Closed')) = (sent_at is not null)),
    check ((sent_at is null) = (proposal is null) and (sent_at is null) = (archive_code is null) and (sent_at is null) = (originator is null)),
    check ((state in ('Closed', 'Dropped')) = (ended_at is not null))
);

-- A file in a procedure. What ends with the archive's word and nothing else is kept here as columns that the database itself compares.
create table records.disposal_item (
    office uuid not null,
    id uuid not null,
    procedure uuid not null,
    file uuid not null,
    volume uuid,
    entity text not null check (length(entity) between 1 and 50),
    source text not null check (source <> ''),
    file_mark text not null,
    matter text not null,
    filing_mark text not null,
    retention text not null check (retention in ('A', 'S', 'V')),
    retention_years int not null,
    discard_year int not null,
    documents int not null,
    components int not null,
    bytes bigint not null,
    state text not null check (state in ('Proposed', 'LeftOut', 'Asked', 'ToArchive', 'Accepted', 'ToDestroy', 'Returned', 'Destroyed')),
    reason text check (reason <> ''),
    findings jsonb not null default '[]',
    archive_value text check (length(archive_value) between 1 and 50),
    archive_source text,
    decided_at timestamptz,
    asked_at timestamptz,
    asked_by uuid,
    asked_by_name text,
    released_at timestamptz,
    released_by uuid,
    released_by_name text,
    trouble text,
    destroyed_at timestamptz,
    destroyed jsonb not null default '[]',
    primary key (office, id),
    unique (office, procedure, file),
    foreign key (office, procedure) references records.disposal_procedure (office, id),
    foreign key (office, file) references records.case_file (office, id),
    check (state not in ('LeftOut', 'Returned') or reason is not null),
    check ((archive_value is null) = (archive_source is null)),
    check (state <> 'Accepted' or archive_value is not null),
    -- Four eyes: whoever asks for the destruction never releases it.
    check ((asked_at is null) = (asked_by is null) and (released_at is null) = (released_by is null)),
    check (released_at is null or (asked_at is not null and released_by <> asked_by)),
    check ((state = 'Destroyed') = (destroyed_at is not null)),
    check (state <> 'Destroyed' or released_at is not null)
);
-- A file is in one procedure at a time, whoever proposes it at once, and what is destroyed is never proposed again.
create unique index disposal_item_once on records.disposal_item (office, file) where state not in ('LeftOut', 'Returned');
create index disposal_item_of on records.disposal_item (office, procedure, retention, file_mark);
create index disposal_item_released on records.disposal_item (office) where released_at is not null and state in ('Accepted', 'ToDestroy');

-- What is owed to the archive: the proposal, packages of metadata, full packages.
create table records.disposal_parcel (
    office uuid not null,
    id uuid not null,
    procedure uuid not null,
    item uuid,
    items uuid[] not null,
    kind text not null check (kind in ('Proposal', 'Metadata', 'Full', 'HandOver')),
    name text not null check (length(name) between 1 and 64),
    size bigint not null check (size > 0),
    blob text,
    digest text not null,
    state text not null check (state in ('Waiting', 'Sent', 'Faulty', 'Withdrawn')),
    attempts int not null default 0,
    next_try timestamptz not null,
    said text,
    made_at timestamptz not null,
    sent_at timestamptz,
    primary key (office, id),
    foreign key (office, procedure) references records.disposal_procedure (office, id),
    foreign key (office, item) references records.disposal_item (office, id),
    check ((kind = 'Proposal') = (item is null)),
    check ((state = 'Sent') = (sent_at is not null))
);
create unique index disposal_parcel_once on records.disposal_parcel (office, procedure, item, kind) nulls not distinct where state in ('Waiting', 'Sent');
create index disposal_parcel_waiting on records.disposal_parcel (next_try) where state = 'Waiting';

-- Seznam of the archive as it came; what was refused has findings and changed nothing.
create table records.disposal_answer (
    office uuid not null,
    id uuid not null,
    procedure uuid not null,
    list text not null,
    digest text not null,
    body text not null,
    made_at timestamptz,
    taken_at timestamptz not null,
    taken_by_name text not null,
    findings jsonb not null default '[]',
    primary key (office, id),
    foreign key (office, procedure) references records.disposal_procedure (office, id)
);
create unique index disposal_answer_once on records.disposal_answer (office, procedure, list) where findings = '[]';
create index disposal_answer_of on records.disposal_answer (office, procedure, taken_at);

-- Bytes whose row is gone and that the store still has to let go of.
create table records.disposal_blob (
    office uuid not null,
    id uuid not null,
    item uuid not null,
    blob text not null,
    state text not null check (state in ('Waiting', 'Gone', 'Kept')),
    at timestamptz not null,
    done_at timestamptz,
    primary key (office, id),
    unique (office, item, blob),
    foreign key (office, item) references records.disposal_item (office, id),
    check ((state = 'Waiting') = (done_at is null))
);
create index disposal_blob_waiting on records.disposal_blob (office, item) where state = 'Waiting';

select kernel.protect('records.disposal_archive');
select kernel.protect('records.disposal_procedure');
select kernel.protect('records.disposal_item');
select kernel.protect('records.disposal_parcel');
select kernel.protect('records.disposal_answer');
select kernel.protect('records.disposal_blob');

-- Of a procedure nothing is taken away, and what was destroyed stays so. Bytes go only under the archive's word, released by other eyes,
-- and of a file (or a volume) that nobody holds.
create function records.keep_disposal() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then raise exception 'A procedure keeps all its items.' using errcode = 'integrity_constraint_violation'; end if;
    if tg_op = 'INSERT' then
        perform 1 from records.case_file f where f.office = new.office and f.id = new.file and f.state = 'Closed' and f.discard_year is not null for share;
        if not found then raise exception 'Only a closed file whose year is known is proposed.' using errcode = 'integrity_constraint_violation'; end if;
        return new;
    end if;
    if old.state in ('Destroyed', 'Returned') then raise exception 'What ended in a procedure never changes.' using errcode = 'integrity_constraint_violation'; end if;
    if (new.file, new.procedure, new.entity, new.source) is distinct from (old.file, old.procedure, old.entity, old.source) then raise exception 'An item stays what it is.' using errcode = 'integrity_constraint_violation'; end if;
    if new.state = 'Destroyed' then
        if old.state not in ('ToDestroy', 'Accepted') or old.released_at is null then raise exception 'Destroyed only after the confirmation of the archive and a release.' using errcode = 'integrity_constraint_violation'; end if;
        if records.is_held(new.office, new.file) then raise exception 'A held file is not destroyed.' using errcode = 'integrity_constraint_violation'; end if;
    end if;
    return new;
end $$;

create function records.is_held(in_office uuid, in_file uuid) returns boolean language sql stable as $$
    select exists (select from records.legal_hold h join records.case_file f on f.office = h.office and f.id = h.file
        join records.case_file m on m.office = h.office and m.id = in_file
        where h.office = in_office and h.lifted_at is null and (f.id = m.id or f.volume = m.volume))
$$;
create trigger keep_disposal before insert or update or delete on records.disposal_item for each row execute function records.keep_disposal();

create function records.is_destroyed(in_office uuid, in_file uuid) returns boolean language sql stable as $$
    select exists (select from records.disposal_item i where i.office = in_office and i.file = in_file and i.state = 'Destroyed')
$$;

-- A hold waits for a destruction that is under way, and comes too late when it is done.
create function records.keep_hold() returns trigger language plpgsql as $$
begin
    perform 1 from records.case_file f where f.office = new.office and f.id = new.file for share;
    if records.is_destroyed(new.office, new.file) then raise exception 'What is destroyed cannot be held.' using errcode = 'integrity_constraint_violation'; end if;
    return new;
end $$;
create trigger keep_hold before insert on records.legal_hold for each row execute function records.keep_hold();

-- What is in a procedure stays closed and keeps its reckoning.
create function records.keep_proposed() returns trigger language plpgsql as $$
begin
    if exists (select from records.disposal_item i where i.office = old.office and i.file = old.id and i.state not in ('LeftOut', 'Returned'))
    then raise exception 'A file in a disposal procedure stays as it is.' using errcode = 'integrity_constraint_violation'; end if;
    return new;
end $$;
create trigger keep_proposed before update of state, discard_year on records.case_file for each row when (old.state = 'Closed') execute function records.keep_proposed();

create or replace function records.keep_component() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and exists (select from records.document d where d.office = old.office and d.id = old.document and records.is_destroyed(old.office, d.file)) then return old; end if;
    raise exception 'A component never changes; a new version is a new row.' using errcode = 'integrity_constraint_violation';
end $$;

create or replace function records.keep_approved() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if old.approved_at is not null then raise exception 'An approved document is never removed.' using errcode = 'integrity_constraint_violation'; end if;
        return old;
    end if;
    if old.approved_at is not null and (new.kind, new.template, new.appeal_rule, new.title, new.author, new.approver, new.approved_at, new.own_approval_reason, new.sealed_blob)
        is not distinct from (old.kind, old.template, old.appeal_rule, old.title, old.author, old.approver, old.approved_at, old.own_approval_reason, old.sealed_blob)
        and (new.statement, new.reasons, new.instruction, new.body) = ('', '', '', '')
        and exists (select from records.document d where d.office = old.office and d.id = old.id and records.is_destroyed(old.office, d.file)) then return new; end if;
    if old.approved_at is not null and (new.kind, new.template, new.appeal_rule, new.title, new.statement, new.reasons, new.instruction, new.body, new.author, new.approver, new.approved_at, new.own_approval_reason, new.sealed_blob)
        is distinct from (old.kind, old.template, old.appeal_rule, old.title, old.statement, old.reasons, old.instruction, old.body, old.author, old.approver, old.approved_at, old.own_approval_reason, old.sealed_blob)
    then raise exception 'An approved document never changes.' using errcode = 'integrity_constraint_violation'; end if;
    return new;
end $$;
