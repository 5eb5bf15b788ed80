-- The data boxes of an office: where the state's system is and how Virtuos signs in there. Passwords and keys are locked by the installation's key.
create table mailroom.data_box (
    office uuid not null,
    id uuid not null,
    box text not null check (box ~ '^[a-z0-9]{7}$'),
    address text not null check (length(address) between 1 and 300),
    big_address text not null check (length(big_address) between 1 and 300),
    login text not null check (login in ('Password', 'Certificate', 'Hosted')),
    user_name text check (length(user_name) between 1 and 100),
    password bytea,
    certificate bytea,
    certificate_until timestamptz,
    is_on boolean not null,
    connected_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (office, id),
    check ((login = 'Password') = (password is not null and user_name is not null)),
    check ((login <> 'Password') = (certificate is not null and certificate_until is not null))
);
-- One box is fetched from by one office only: whoever fetched first would take the messages from the other.
create unique index data_box_once on mailroom.data_box (box);

-- How the line to a box stands; changes with every fetch, so it is apart from the settings.
create table mailroom.data_box_line (
    office uuid not null,
    box uuid not null,
    fetched_at timestamptz,
    swept_at timestamptz,
    changes_until timestamptz,
    password_until timestamptz,
    password_asked_at timestamptz,
    warned_days int,
    attempts int not null default 0,
    pause_until timestamptz,
    error text,
    primary key (office, box),
    foreign key (office, box) references mailroom.data_box on delete cascade
);

-- Every use of a box's password or key for one message.
create table mailroom.data_box_use (
    office uuid not null,
    id uuid not null,
    box uuid not null,
    at timestamptz not null,
    operation text not null,
    message text not null,
    primary key (office, id)
);
create index data_box_use_of_box on mailroom.data_box_use (office, box, at);

-- What the state's system offered to a box: nothing is marked as downloaded there before it is recorded here.
create table mailroom.box_message (
    office uuid not null,
    box uuid not null,
    number text not null check (length(number) between 1 and 20),
    is_big boolean not null,
    state text not null check (state in ('Offered', 'Recorded', 'Marked', 'Gone')),
    seen_at timestamptz not null,
    recorded_at timestamptz,
    message uuid,
    zfo jsonb,
    proof jsonb,
    seal text check (seal in ('intact', 'broken', 'unreadable')),
    attempts int not null default 0,
    next_try timestamptz not null,
    error text,
    primary key (office, box, number),
    check ((state in ('Recorded', 'Marked')) = (recorded_at is not null))
);
create index box_message_open on mailroom.box_message (next_try) where state in ('Offered', 'Recorded');

-- Letters on their way into data boxes of others. What may have been accepted is looked for among the sent ones before it is sent again.
create table mailroom.box_letter (
    office uuid not null,
    id uuid not null,
    document uuid not null,
    origin uuid not null,
    recipient text not null check (recipient ~ '^[a-z0-9]{7}$'),
    matter text not null,
    sender_number text not null check (length(sender_number) <= 50),
    sender_file_mark text check (length(sender_file_mark) <= 50),
    recipient_number text check (length(recipient_number) <= 50),
    recipient_file_mark text check (length(recipient_file_mark) <= 50),
    personal_delivery boolean not null,
    content jsonb not null,
    state text not null check (state in ('Written', 'Sending', 'Doubtful', 'Sent', 'Delivered', 'Failed')),
    box uuid,
    number text check (length(number) between 1 and 20),
    uploads jsonb not null default '{}',
    ordered_at timestamptz not null,
    sending_at timestamptz,
    sent_at timestamptz,
    laid_at timestamptz,
    delivered_at timestamptz,
    by_fiction boolean not null default false,
    read_at timestamptz,
    asked_at timestamptz,
    proof jsonb,
    attempts int not null default 0,
    next_try timestamptz not null,
    error text,
    primary key (office, id),
    check ((state in ('Sent', 'Delivered')) <= (number is not null and sent_at is not null)),
    check (state <> 'Delivered' or delivered_at is not null)
);
-- Two letters are never the same data message.
create unique index box_letter_once on mailroom.box_letter (office, number) where number is not null;
create index box_letter_due on mailroom.box_letter (next_try, id) where state in ('Written', 'Sending', 'Doubtful');
create index box_letter_out on mailroom.box_letter (office, box) where state = 'Sent';

select kernel.protect('mailroom.data_box');
select kernel.protect('mailroom.data_box_line');
select kernel.protect('mailroom.data_box_use');
select kernel.protect('mailroom.box_message');
select kernel.protect('mailroom.box_letter');
