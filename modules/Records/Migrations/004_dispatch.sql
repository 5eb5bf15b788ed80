-- What was sent, how, and how far it is.
create table records.consignment (
    office uuid not null,
    id uuid not null,
    document uuid not null,
    channel text not null check (channel in ('Electronic', 'Post')),
    state text not null check (state in ('Sent', 'Deposited', 'Delivered', 'Failed')),
    address text,
    sent_at timestamptz not null,
    sent_by_name text not null,
    laid_at timestamptz,
    mailed_at timestamptz,
    mail_failed_at timestamptz,
    posted_on date,
    deposited_on date,
    fiction_on date,
    delivered_on date,
    by_fiction boolean not null default false,
    note text,
    primary key (office, id),
    foreign key (office, document) references records.own_document (office, id),
    check ((state = 'Delivered') = (delivered_on is not null)),
    check (channel = 'Electronic' or address is not null)
);
create index consignment_of_document on records.consignment (office, document);
create unique index consignment_electronic on records.consignment (office, document) where channel = 'Electronic';
create index consignment_deposited on records.consignment (fiction_on) where state = 'Deposited';

-- Appeals against decisions of the office; the id is that of the received document.
create table records.appeal (
    office uuid not null,
    id uuid not null,
    decision uuid not null,
    filed_on date not null,
    in_time boolean not null,
    forward_by date,
    outcome text check (outcome in ('Upheld', 'Annulled', 'Withdrawn', 'Rejected')),
    outcome_on date,
    primary key (office, id),
    foreign key (office, id) references records.document (office, id),
    foreign key (office, decision) references records.own_document (office, id),
    check ((outcome is null) = (outcome_on is null))
);
create index appeal_of_decision on records.appeal (office, decision);

select kernel.protect('records.consignment');
select kernel.protect('records.appeal');
