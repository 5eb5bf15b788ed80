-- Where paper lies: storage units (boxes, shelves) with their place, and what was put into them and taken out.
drop table records.storage;

create table records.storage_unit (
    office uuid not null,
    id uuid not null,
    register text not null,
    year int not null,
    number int not null check (number > 0),
    mark text not null check (length(mark) between 1 and 50),
    name text not null check (length(name) between 1 and 100),
    location text not null check (length(location) between 1 and 200),
    opened_at timestamptz not null,
    opened_by_name text not null,
    primary key (office, id),
    unique (office, register, year, number),
    unique (office, mark)
);
select kernel.protect('records.storage_unit');

create table records.storing (
    office uuid not null,
    id uuid not null,
    unit uuid not null,
    kind text not null check (kind in ('Document', 'CaseFile')),
    thing uuid not null,
    label text not null,
    put_at timestamptz not null,
    put_by_name text not null,
    taken_at timestamptz,
    taken_by_name text,
    taken_why text check (length(taken_why) between 1 and 200),
    primary key (office, id),
    foreign key (office, unit) references records.storage_unit (office, id),
    check ((taken_at is null) = (taken_by_name is null) and (taken_at is null) = (taken_why is null))
);
-- A thing lies in one place.
create unique index storing_now on records.storing (office, thing) where taken_at is null;
create index storing_of_unit on records.storing (office, unit, put_at, id);
create index storing_of_thing on records.storing (office, thing, put_at);
select kernel.protect('records.storing');

create function records.keep_storing() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.taken_at is not null or (new.unit, new.kind, new.thing, new.label, new.put_at, new.put_by_name) is distinct from (old.unit, old.kind, old.thing, old.label, old.put_at, old.put_by_name)
    then raise exception 'What was put somewhere is only ever taken out, once.' using errcode = 'integrity_constraint_violation'; end if;
    return new;
end $$;
create trigger keep_storing before update or delete on records.storing for each row execute function records.keep_storing();
