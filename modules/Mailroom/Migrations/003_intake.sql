-- Whatever comes to the office and by whatever channel: kept as it came, in exactly one state.
create table mailroom.incoming_message (
    office uuid not null,
    id uuid not null,
    channel text not null check (channel in ('data-box', 'e-mail', 'portal', 'paper', 'media', 'counter', 'directory')),
    external_id text not null check (length(external_id) between 1 and 300),
    box text,
    sender_name text,
    sender_address text,
    email text,
    subject text,
    text text,
    sender_number text,
    sender_file_mark text,
    arrived_at timestamptz not null,
    taken_at timestamptz not null,
    original jsonb,
    tracking_code text not null,
    state text not null check (state in ('Stored', 'Checking', 'WaitingForSort', 'Ordered', 'Registered', 'Returned', 'SetAside', 'Duplicate')),
    reason text,
    said text,
    attempts int not null default 0,
    next_try timestamptz not null,
    agenda text,
    filing_mark text,
    deadline_rule text,
    document uuid,
    reference_number text,
    registered_at timestamptz,
    settled_at timestamptz,
    ended_at timestamptz,
    same_as uuid,
    primary key (office, id),
    -- A message that is offered twice is one message.
    unique (office, channel, external_id),
    check ((state = 'Registered') = (reference_number is not null)),
    check (state not in ('Returned', 'SetAside') or reason is not null),
    check ((state = 'Duplicate') = (same_as is not null))
);
create index incoming_message_way on mailroom.incoming_message (office, channel, state);
create index incoming_message_newest on mailroom.incoming_message (office, arrived_at desc, id desc);
create index incoming_message_work on mailroom.incoming_message (next_try, id) where state in ('Stored', 'Checking', 'WaitingForSort');
select kernel.protect('mailroom.incoming_message');

create table mailroom.incoming_part (
    office uuid not null,
    message uuid not null,
    position int not null check (position > 0),
    blob text not null,
    name text not null,
    mime_type text not null,
    size bigint not null,
    role text not null check (role in ('main', 'enclosure', 'text', 'proof')),
    hidden boolean not null default false,
    -- What the content is, whatever its name says; null until it was looked at.
    format text,
    finding text,
    place text,
    checked_at timestamptz,
    primary key (office, message, position),
    foreign key (office, message) references mailroom.incoming_message
);
select kernel.protect('mailroom.incoming_part');

-- Signatures, seals and stamps, and what was found of them when the message came.
create table mailroom.incoming_mark (
    office uuid not null,
    message uuid not null,
    ordinal int not null check (ordinal > 0),
    mark jsonb not null,
    primary key (office, message, ordinal),
    foreign key (office, message) references mailroom.incoming_message
);
select kernel.protect('mailroom.incoming_mark');

-- What came by the portal and over the counter is kept elsewhere; here is only its way, for one view of everything that comes.
create table mailroom.other_arrival (
    office uuid not null,
    id uuid not null,
    channel text not null check (channel in ('portal', 'paper')),
    sender_name text,
    subject text,
    arrived_at timestamptz not null,
    document uuid,
    reference_number text,
    registered_at timestamptz,
    settled_at timestamptz,
    primary key (office, id)
);
create index other_arrival_way on mailroom.other_arrival (office, channel, registered_at);
create index other_arrival_newest on mailroom.other_arrival (office, arrived_at desc, id desc);
select kernel.protect('mailroom.other_arrival');
