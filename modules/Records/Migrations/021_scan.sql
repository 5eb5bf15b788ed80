-- Scans that wait for a person to confirm what was read from them; what nobody confirmed is forgotten after some days.
create table records.scan (
    office uuid not null,
    id uuid not null,
    blob text not null,
    name text not null,
    mime_type text not null,
    size bigint not null check (size > 0),
    code text,
    uploaded_at timestamptz not null,
    uploaded_by uuid not null,
    document uuid,
    primary key (office, id),
    foreign key (office, document) references records.document (office, id)
);
-- One scan is registered once.
create unique index scan_document on records.scan (office, document) where document is not null;
create index scan_waiting on records.scan (uploaded_at) where document is null;
select kernel.protect('records.scan');
