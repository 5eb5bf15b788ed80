-- An office whose records are kept by a foreign records service: where it is and how Virtuos signs in there.
create table records.foreign_service (
    office uuid primary key,
    id uuid not null,
    name text not null check (length(name) between 1 and 100),
    address text not null check (length(address) between 1 and 300),
    code text not null check (code ~ '^[A-Za-z0-9]{1,6}$'),
    own_code text not null check (own_code ~ '^[A-Za-z0-9]{1,6}$'),
    sign_in text not null check (length(sign_in) between 1 and 100),
    secret bytea not null,
    on_behalf_of text not null check (length(on_behalf_of) between 1 and 50),
    is_on boolean not null,
    changed_at timestamptz not null
);

-- What the foreign service is still to do, in the order in which it happened here.
create table records.foreign_task (
    office uuid not null,
    seq bigint generated always as identity,
    what text not null check (what in ('Found', 'OpenFile', 'Put', 'Settle', 'SettleFile', 'CloseFile')),
    document uuid,
    file uuid,
    state text not null default 'Waiting' check (state in ('Waiting', 'Done', 'Refused')),
    sent boolean not null default false,
    attempts int not null default 0,
    next_try timestamptz not null,
    error text,
    at timestamptz not null,
    done_at timestamptz,
    primary key (office, seq),
    check ((what in ('Found', 'Settle', 'Put')) = (document is not null)),
    check ((what in ('OpenFile', 'Put', 'SettleFile', 'CloseFile')) = (file is not null)),
    check ((state = 'Done') = (done_at is not null))
);
-- Everything is asked of the foreign service once.
create unique index foreign_task_of_document on records.foreign_task (office, document, what, file) nulls not distinct where document is not null and what <> 'Settle';
create unique index foreign_task_of_file on records.foreign_task (office, file, what) where document is null;
create index foreign_task_open on records.foreign_task (office, seq) where state <> 'Done';
create index foreign_task_due on records.foreign_task (next_try) where state = 'Waiting';

-- What a document or a file is called there.
create table records.foreign_thing (
    office uuid not null,
    thing uuid not null,
    number text,
    state text not null check (state in ('founded', 'filed', 'settled', 'closed')),
    at timestamptz not null,
    primary key (office, thing)
);

select kernel.protect('records.foreign_service');
select kernel.protect('records.foreign_task');
select kernel.protect('records.foreign_thing');

-- Tasks come from the same transaction as what happened here; an office without a foreign service pays one look into a small table.
create function records.owe_foreign_document() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from records.foreign_service s where s.is_on) then return null; end if;
    if tg_op = 'INSERT' then
        insert into records.foreign_task (office, what, document, next_try, at)
            select a.office, 'Found', a.id, timestamptz '2000-01-01', now() from added a join records.foreign_service s on s.office = a.office and s.is_on
            where a.number is not null order by a.number;
        insert into records.foreign_task (office, what, document, file, next_try, at)
            select a.office, 'Put', a.id, a.file, timestamptz '2000-01-01', now() from added a join records.foreign_service s on s.office = a.office and s.is_on
            where a.number is not null and a.file is not null
                and exists (select 1 from records.foreign_task f where f.office = a.office and f.file = a.file and f.what = 'OpenFile') order by a.file_position;
    else
        insert into records.foreign_task (office, what, document, next_try, at)
            select a.office, 'Found', a.id, timestamptz '2000-01-01', now() from added a join gone g on g.office = a.office and g.id = a.id
            join records.foreign_service s on s.office = a.office and s.is_on
            where a.number is not null and g.number is null order by a.number;
        insert into records.foreign_task (office, what, document, file, next_try, at)
            select a.office, 'Put', a.id, a.file, timestamptz '2000-01-01', now() from added a join gone g on g.office = a.office and g.id = a.id
            join records.foreign_service s on s.office = a.office and s.is_on
            where a.file is not null and a.number is not null and (a.file is distinct from g.file or g.number is null)
                and exists (select 1 from records.foreign_task f where f.office = a.office and f.document = a.id and f.what = 'Found')
                and exists (select 1 from records.foreign_task f where f.office = a.office and f.file = a.file and f.what = 'OpenFile') order by a.file_position
            on conflict do nothing;
        insert into records.foreign_task (office, what, document, next_try, at)
            select a.office, 'Settle', a.id, timestamptz '2000-01-01', now() from added a join gone g on g.office = a.office and g.id = a.id
            join records.foreign_service s on s.office = a.office and s.is_on
            where a.state = 'Settled' and g.state <> 'Settled'
                and exists (select 1 from records.foreign_task f where f.office = a.office and f.document = a.id and f.what = 'Found') order by a.id;
    end if;
    return null;
end $$;
create trigger owe_foreign_added after insert on records.document referencing new table as added for each statement execute function records.owe_foreign_document();
create trigger owe_foreign_changed after update on records.document referencing old table as gone new table as added for each statement execute function records.owe_foreign_document();

create function records.owe_foreign_file() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from records.foreign_service s where s.is_on) then return null; end if;
    if tg_op = 'INSERT' then
        insert into records.foreign_task (office, what, file, next_try, at)
            select a.office, 'OpenFile', a.id, timestamptz '2000-01-01', now() from added a join records.foreign_service s on s.office = a.office and s.is_on order by a.number;
    else
        insert into records.foreign_task (office, what, file, next_try, at)
            select a.office, w.what, a.id, timestamptz '2000-01-01', now() from added a join gone g on g.office = a.office and g.id = a.id
            join records.foreign_service s on s.office = a.office and s.is_on
            cross join (values (1, 'SettleFile'), (2, 'CloseFile')) as w (n, what)
            where a.state = 'Closed' and g.state <> 'Closed'
                and exists (select 1 from records.foreign_task f where f.office = a.office and f.file = a.id and f.what = 'OpenFile') order by a.id, w.n
            on conflict do nothing;
    end if;
    return null;
end $$;
create trigger owe_foreign_added after insert on records.case_file referencing new table as added for each statement execute function records.owe_foreign_file();
create trigger owe_foreign_changed after update on records.case_file referencing old table as gone new table as added for each statement execute function records.owe_foreign_file();
