-- Numbers without gaps: the row is counted up in the transaction that uses the number, so a rollback gives it back.
create table records.register_counter (
    office uuid not null,
    register text not null,
    year int not null,
    last int not null check (last > 0),
    primary key (office, register, year)
);

create table records.registry_setting (
    office uuid primary key,
    number_pattern text not null,
    mark_pattern text not null
);

-- Spis.
create table records.case_file (
    office uuid not null,
    id uuid not null,
    register text not null,
    year int not null,
    number int not null,
    mark text not null check (length(mark) between 1 and 50),
    matter text not null,
    filing_mark text not null,
    retention_mark text not null check (retention_mark in ('A', 'S')),
    retention_years int not null check (retention_years between 0 and 999),
    unit uuid not null,
    holder uuid,
    state text not null check (state in ('Open', 'Settled', 'Closed')),
    opened_at timestamptz not null,
    closed_at timestamptz,
    primary key (office, id),
    unique (office, register, year, number),
    unique (office, mark)
);
create index case_file_of_unit on records.case_file (office, unit, state, opened_at desc, id desc);

-- Received and own documents alike; a draft of an own one has no number yet.
create table records.document (
    office uuid not null,
    id uuid not null,
    kind text not null check (kind in ('Received', 'Own')),
    state text not null check (state in ('Unconfirmed', 'Registered', 'InHand', 'WithCitizen', 'Draft', 'ForApproval', 'Returned',
        'ForDispatch', 'Dispatched', 'Joined', 'Settled', 'Lapsed', 'Dropped')),
    register text,
    year int,
    number int check (number > 0),
    reference_number text check (length(reference_number) between 1 and 50),
    origin uuid not null,
    source uuid not null,
    parent uuid,
    channel text not null,
    matter text not null,
    party jsonb not null,
    party_name text not null,
    form text,
    form_version int,
    language text not null,
    agenda text not null,
    tracking_code text,
    appeals text,
    created_at timestamptz not null,
    received_at timestamptz not null,
    received_on date not null,
    filing_mark text,
    file uuid,
    file_position int check (file_position > 0),
    unit uuid not null,
    holder uuid,
    deadline_rule text,
    deadline date,
    pauses jsonb not null default '[]',
    confirm_by date,
    confirmed_at timestamptz,
    confirmed_way text,
    settled_at timestamptz,
    settled_on date,
    on_time boolean,
    how text,
    settled_note text,
    -- The vector as the Czech analysis of the program writes it, and the same for the server.
    words text not null default '',
    search tsvector not null generated always as (words::tsvector) stored,
    -- The day by which the office must act: only while the clock of a received document runs.
    due date generated always as (case when kind = 'Received' and state in ('Unconfirmed', 'Registered', 'InHand') then deadline end) stored,
    sort_day date not null generated always as (coalesce(deadline, date '9999-12-31')) stored,
    primary key (office, id),
    unique (office, register, year, number),
    unique (office, reference_number),
    unique (office, source),
    foreign key (office, file) references records.case_file (office, id),
    foreign key (office, parent) references records.document (office, id),
    check (kind = 'Own' or number is not null),
    check ((number is null) = (reference_number is null) and (number is null) = (register is null) and (number is null) = (year is null)),
    check ((settled_at is null) = (settled_on is null)),
    check ((file is null) = (file_position is null))
);
create index document_of_unit on records.document (office, unit, state, sort_day, id);
create index document_of_holder on records.document (office, holder, state, sort_day, id) where holder is not null;
create index document_due_in_unit on records.document (office, unit, due, id) where due is not null;
create index document_due_of_holder on records.document (office, holder, due, id) where due is not null;
create index document_open on records.document (office, state, sort_day, id)
    where state in ('Unconfirmed', 'Registered', 'InHand', 'WithCitizen', 'Draft', 'ForApproval', 'Returned', 'ForDispatch', 'Dispatched');
create index document_received on records.document (office, received_on, unit) where kind = 'Received';
create index document_settled on records.document (office, settled_on, unit) where settled_on is not null;
create unique index document_in_file on records.document (office, file, file_position) where file is not null;
create index document_of_origin on records.document (office, origin);
create index document_of_parent on records.document (office, parent) where parent is not null;
create index document_tracked on records.document (office, tracking_code) where tracking_code is not null;
create index document_search on records.document using gin (search);

create table records.component (
    office uuid not null,
    id uuid not null,
    document uuid not null,
    position int not null check (position > 0),
    role text not null check (role in ('Draft', 'Original', 'Output', 'Digitised', 'Container')),
    version int not null check (version > 0),
    kind text not null check (length(kind) between 1 and 50),
    name text not null,
    mime_type text not null,
    size bigint not null check (size >= 0),
    blob text not null,
    added_at timestamptz not null,
    primary key (office, id),
    unique (office, document, position, role, version),
    foreign key (office, document) references records.document (office, id)
);
create index component_blob on records.component (blob);

-- The way of a document through the office: circulation and everything else that happened to it.
create table records.step (
    office uuid not null,
    id uuid not null,
    document uuid not null,
    at timestamptz not null,
    kind text not null,
    actor uuid,
    actor_name text not null,
    on_behalf_of uuid,
    from_unit uuid,
    to_unit uuid,
    from_holder uuid,
    to_holder uuid,
    to_name text,
    note text,
    primary key (office, id),
    foreign key (office, document) references records.document (office, id)
);
create index step_of_document on records.step (office, document, at, id);

create table records.completion_call (
    office uuid not null,
    id uuid not null,
    document uuid not null,
    origin uuid not null,
    defects jsonb not null,
    due date not null,
    called_at timestamptz not null,
    called_by uuid,
    ended_at timestamptz,
    answered boolean,
    supplement uuid,
    primary key (office, id),
    foreign key (office, document) references records.document (office, id),
    check ((ended_at is null) = (answered is null))
);
create unique index completion_call_open on records.completion_call (office, document) where ended_at is null;
create index completion_call_due on records.completion_call (due) where ended_at is null;

select kernel.protect('records.register_counter');
select kernel.protect('records.registry_setting');
select kernel.protect('records.case_file');
select kernel.protect('records.document');
select kernel.protect('records.component');
select kernel.protect('records.step');
select kernel.protect('records.completion_call');
