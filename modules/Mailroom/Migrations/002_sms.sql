-- open: mailroom.outgoing_sms is read by the sender job over all offices; nobody else reads what it says.
create table mailroom.outgoing_sms (
    id uuid primary key,
    office uuid not null,
    origin uuid,
    recipient text not null check (recipient ~ '^\+[1-9][0-9]{7,14}$'),
    text text not null,
    state text not null check (state in ('Waiting', 'Sent', 'Failed')),
    ordered_at timestamptz not null,
    until timestamptz not null,
    sent_at timestamptz,
    attempts int not null default 0,
    next_try timestamptz not null,
    error text
);
create index outgoing_sms_waiting on mailroom.outgoing_sms (next_try, id) where state = 'Waiting';
create index outgoing_sms_failed on mailroom.outgoing_sms (id) where state = 'Failed';
