-- Days on which an office receives nobody, although its hours say so.
create table directory.closure (
    id uuid primary key,
    office uuid not null references directory.office (id),
    first date not null,
    last date not null check (last >= first),
    reason text not null
);
create index closure_of_office on directory.closure (office, last);
select kernel.protect('directory.closure');
create policy public_read on directory.closure for select using (true);
