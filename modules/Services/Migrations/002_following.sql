-- What an office says in its own words over a national life situation. Public to read, written only from the office itself.
create table services.situation_override (
    office uuid not null,
    id uuid not null,
    situation text not null,
    parts jsonb not null,
    based_on int not null,
    confirmed_at timestamptz not null,
    confirmed_by text not null,
    primary key (office, id),
    constraint situation_override_once unique (office, situation)
);
select kernel.protect('services.situation_override');
create policy public_read on services.situation_override for select using (true);

-- What a citizen follows: the state of one filing or paper, kept up to date by the events of all rooms.
create table services.matter (
    office uuid not null,
    id uuid not null,
    kind text not null check (kind in ('Portal', 'Paper')),
    code text not null,
    title text not null,
    person uuid,
    received_at timestamptz not null,
    state text not null check (state in ('Received', 'Registered', 'Called', 'Dispatched', 'Settled', 'Lapsed')),
    document uuid,
    reference_number text,
    registered_at timestamptz,
    deadline date,
    unit_name text,
    official_name text,
    official_contact text,
    file_mark text,
    settled_how text,
    final_on date,
    primary key (office, id)
);
create index matter_person on services.matter (person, received_at) where person is not null;
select kernel.protect('services.matter');

create table services.milestone (
    office uuid not null,
    id uuid not null,
    matter uuid not null,
    kind text not null,
    at timestamptz not null,
    said text,
    day date,
    primary key (office, id),
    foreign key (office, matter) references services.matter (office, id)
);
create index milestone_of on services.milestone (office, matter, at);
select kernel.protect('services.milestone');

-- A call to complete; the official's words stand at the questions of the form.
create table services.completion_call (
    office uuid not null,
    id uuid not null,
    matter uuid not null,
    defects jsonb not null,
    due date not null,
    called_at timestamptz not null,
    ended_at timestamptz,
    answered boolean,
    primary key (office, id),
    foreign key (office, matter) references services.matter (office, id)
);
create index completion_call_of on services.completion_call (office, matter);
select kernel.protect('services.completion_call');

-- Who gets news of a matter by e-mail; the filer's own row has the id of the matter.
create table services.watcher (
    office uuid not null,
    id uuid not null,
    matter uuid not null,
    address text not null,
    language text not null check (language in ('cs', 'en', 'de')),
    asked_at timestamptz not null,
    stopped_at timestamptz,
    primary key (office, id)
);
create unique index watcher_once on services.watcher (office, matter, lower(address));
select kernel.protect('services.watcher');

-- The portal's mailbox: documents that the office delivered here.
create table services.mailbox_letter (
    office uuid not null,
    id uuid not null,
    matter uuid not null,
    document uuid not null,
    reference_number text not null,
    title text not null,
    kind text not null,
    content jsonb not null,
    laid_at timestamptz not null,
    opened_at timestamptz,
    primary key (office, id)
);
create index mailbox_letter_of on services.mailbox_letter (office, matter, laid_at);
select kernel.protect('services.mailbox_letter');

-- The answer to a call to complete: one for each call.
create table services.supplement (
    office uuid not null,
    id uuid not null,
    submission uuid not null,
    call uuid not null,
    answer text not null,
    hash text not null check (hash ~ '^sha256:[0-9a-f]{64}$'),
    files jsonb not null,
    paper text not null,
    paper_size bigint not null,
    filed_at timestamptz not null,
    primary key (office, id),
    constraint supplement_once unique (office, call),
    foreign key (office, call) references services.completion_call (office, id)
);
select kernel.protect('services.supplement');

-- Files put to an answer that is not sent yet; swept when the call has ended.
create table services.supplement_file (
    office uuid not null,
    id uuid not null,
    call uuid not null,
    field text not null,
    name text not null,
    mime_type text not null,
    size bigint not null check (size >= 0),
    blob text not null,
    at timestamptz not null,
    primary key (office, id),
    foreign key (office, call) references services.completion_call (office, id)
);
create unique index supplement_file_once on services.supplement_file (office, call, field, name, blob);
select kernel.protect('services.supplement_file');
