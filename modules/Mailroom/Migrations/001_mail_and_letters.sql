-- open: mailroom.outgoing_mail also carries mail of the installation itself (office = zeros), and nobody reads it but the sender job.
create table mailroom.outgoing_mail (
    id uuid primary key,
    office uuid not null,
    letter uuid,
    origin uuid,
    recipient text not null check (length(recipient) <= 320),
    title text not null,
    text text not null,
    html text,
    attachments jsonb not null,
    state text not null check (state in ('Waiting', 'Sent', 'Failed')),
    ordered_at timestamptz not null,
    sent_at timestamptz,
    attempts int not null default 0,
    next_try timestamptz not null,
    error text
);
create index outgoing_mail_waiting on mailroom.outgoing_mail (next_try, id) where state = 'Waiting';
create index outgoing_mail_failed on mailroom.outgoing_mail (id) where state = 'Failed';

create table mailroom.letter (
    office uuid not null,
    id uuid not null,
    document uuid not null,
    origin uuid not null,
    reference_number text not null,
    matter text not null,
    kind text not null,
    addressee text not null,
    content jsonb not null,
    laid_at timestamptz not null,
    mailed_at timestamptz,
    opened_at timestamptz,
    proof jsonb,
    language text not null,
    primary key (office, id)
);
create index letter_of_document on mailroom.letter (office, document);
select kernel.protect('mailroom.letter');
