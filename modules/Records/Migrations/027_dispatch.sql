-- Each addressee of a document is reached apart. The first one is the party of the document and has its id; a row of theirs says only what
-- differs from what the document knows.
create table records.addressee (
    office uuid not null,
    id uuid not null,
    document uuid not null,
    position int not null check (position >= 0),
    name text not null check (name <> ''),
    address text,
    email text,
    box text,
    -- Agreed to be served in the portal.
    portal boolean not null default false,
    entered_by_name text not null,
    entered_at timestamptz not null,
    primary key (office, id),
    unique (office, document, position),
    foreign key (office, document) references records.own_document (office, id) deferrable,
    check ((position = 0) = (id = document))
);
select kernel.protect('records.addressee');
select records.freeze_with_office('records.addressee');

-- What one hand-over to the post was (poštovní podací list): closed when it is made, numbered without gaps within a year.
create table records.posting_sheet (
    office uuid not null,
    id uuid not null,
    register text not null,
    year int not null,
    number int not null check (number > 0),
    mark text not null,
    day date not null,
    -- Null for the whole office.
    unit uuid,
    pieces int not null check (pieces > 0),
    -- Hellers, of the pieces whose postage is known.
    postage bigint not null check (postage >= 0),
    closed_at timestamptz not null,
    closed_by_name text not null,
    primary key (office, id),
    unique (office, register, year, number)
);
create index posting_sheet_of_day on records.posting_sheet (office, closed_at);
select kernel.protect('records.posting_sheet');
select records.freeze_with_office('records.posting_sheet');

alter table records.consignment
    add column addressee uuid,
    add column name text not null default '',
    -- The way that the law proposed, its paragraph, and why another one was taken.
    add column proposed text,
    add column law text,
    add column why text,
    add column service text,
    add column tracking text,
    -- What the channel calls it, such as the id of a data message.
    add column number text,
    add column removed_on date,
    add column appeal_until date,
    add column sheet uuid,
    add column sheet_position int check (sheet_position > 0);
update records.consignment c set addressee = c.document, name = d.party_name from records.document d where d.office = c.office and d.id = c.document;
update records.consignment c set appeal_until = o.appeal_until from records.own_document o where o.office = c.office and o.id = c.document and c.state = 'Delivered';
alter table records.consignment alter column addressee set not null;
alter table records.consignment drop constraint consignment_channel_check;
alter table records.consignment drop constraint consignment_check1;
alter table records.consignment
    add constraint consignment_channel_check check (channel in ('Electronic', 'Post', 'DataBox', 'Email', 'Board')),
    add constraint consignment_address check (channel in ('Electronic', 'Board') or address is not null),
    add constraint consignment_on_sheet check ((sheet is null) = (sheet_position is null) and (sheet is null or (channel = 'Post' and posted_on is not null))),
    add constraint consignment_way check (why is not null or proposed is null or proposed = channel),
    add constraint consignment_sheet foreign key (office, sheet) references records.posting_sheet (office, id) deferrable;
drop index records.consignment_electronic;
create unique index consignment_electronic on records.consignment (office, document, addressee) where channel = 'Electronic';
-- Nobody is sent the same document twice by one way while the first is still on it.
create unique index consignment_once on records.consignment (office, document, addressee, channel) where state in ('Sent', 'Deposited');
create unique index consignment_tracking on records.consignment (office, tracking) where tracking is not null;
create unique index consignment_place on records.consignment (office, sheet, sheet_position) where sheet is not null;
create index consignment_to_post on records.consignment (office, sent_at) where channel = 'Post' and state = 'Sent' and posted_on is null;

-- What stands on a closed sheet stays as the post took it.
create function records.keep_on_sheet() returns trigger language plpgsql as $$
begin
    if old.sheet is not null and (new.sheet, new.sheet_position, new.name, new.address, new.service, new.postage, new.posted_on)
        is distinct from (old.sheet, old.sheet_position, old.name, old.address, old.service, old.postage, old.posted_on)
    then raise exception 'A consignment lies on one sheet, as it was handed over.' using errcode = 'integrity_constraint_violation'; end if;
    return new;
end $$;
create trigger keep_on_sheet before update on records.consignment for each row execute function records.keep_on_sheet();
create function records.keep_sheet() returns trigger language plpgsql as $$
begin
    raise exception 'A closed posting sheet never changes.' using errcode = 'integrity_constraint_violation';
end $$;
create trigger keep_sheet before update or delete on records.posting_sheet for each row
    when (not (current_setting('virtuos.transit', true) is not distinct from 'on' and records.in_transit())) execute function records.keep_sheet();

-- How many times somebody was reached; counted up so that two deliveries at once see each other.
alter table records.own_document add column reached int not null default 0;
