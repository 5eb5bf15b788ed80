-- Mailboxes from which offices take their e-mail.
create table mailroom.postbox (
    office uuid not null,
    id uuid not null,
    address text not null check (length(address) <= 254),
    host text not null check (length(host) <= 253),
    port int not null check (port between 1 and 65535),
    security text not null check (security in ('tls', 'starttls', 'none')),
    user_name text not null,
    -- Protected by the keys of the installation.
    password text not null,
    folder text not null,
    done_folder text check (done_folder <> folder),
    certificate text,
    active boolean not null,
    created_at timestamptz not null,
    tried_at timestamptz,
    reached_at timestamptz,
    error text,
    primary key (office, id)
);
-- Two readers of one mailbox would take from each other.
create unique index postbox_once on mailroom.postbox (lower(host), port, user_name, folder);
select kernel.protect('mailroom.postbox');

-- Every message that a server ever offered, by its number there, and what became of it.
create table mailroom.fetched_mail (
    office uuid not null,
    postbox uuid not null,
    uid_validity bigint not null,
    uid bigint not null,
    state text not null check (state in ('Failing', 'Taken', 'Repeated', 'Report')),
    hash text,
    message uuid,
    message_id text,
    unanswerable text,
    oddities text,
    attempts int not null default 0,
    error text,
    next_try timestamptz not null,
    taken_at timestamptz,
    put_away_at timestamptz,
    primary key (office, postbox, uid_validity, uid),
    foreign key (office, postbox) references mailroom.postbox,
    check ((state in ('Taken', 'Repeated')) = (message is not null)),
    check ((state = 'Failing') = (taken_at is null))
);
create index fetched_mail_of_message on mailroom.fetched_mail (office, message);
create index fetched_mail_of_bytes on mailroom.fetched_mail (office, hash);
select kernel.protect('mailroom.fetched_mail');

-- The message that a mail answers, so that programs show both together.
alter table mailroom.outgoing_mail add column answers text;
