-- The name index: persons and organisations outside, as documents name them. What is written the same way is one entry; who else is the
-- same is decided by people, as merges that can be taken back.
create table records.party_entry (
    office uuid not null,
    id uuid not null,
    -- SHA-256 of everything that tells one writing from another, folded.
    key text collate "C" not null check (length(key) = 64),
    name text not null,
    address text,
    email text,
    phone text,
    organisation_number text check (organisation_number ~ '^[0-9]{8}$'),
    box_id text check (box_id ~ '^[a-z0-9]{7}$'),
    -- Folded, for finding the same person written in another way.
    same_email text collate "C",
    same_name text collate "C",
    entered_at timestamptz not null,
    primary key (office, id),
    unique (office, key)
);
create index party_entry_number on records.party_entry (office, organisation_number) where organisation_number is not null;
create index party_entry_box on records.party_entry (office, box_id) where box_id is not null;
-- By hash: nobody says how long an address is.
create index party_entry_email on records.party_entry using hash (same_email);
create index party_entry_name on records.party_entry using hash (same_name);
select kernel.protect('records.party_entry');

create table records.party_word (
    office uuid not null,
    word text collate "C" not null,
    entry uuid not null,
    primary key (office, word, entry),
    foreign key (office, entry) references records.party_entry (office, id)
);
select kernel.protect('records.party_word');

create table records.party_of_document (
    office uuid not null,
    document uuid not null,
    entry uuid not null,
    primary key (office, document),
    foreign key (office, document) references records.document (office, id),
    foreign key (office, entry) references records.party_entry (office, id)
);
create index party_of_document_entry on records.party_of_document (office, entry, document);
select kernel.protect('records.party_of_document');

-- Documents whose party is still to be entered; a row leaves with the entry.
create table records.party_pending (
    office uuid not null,
    document uuid not null,
    primary key (office, document)
);
select kernel.protect('records.party_pending');
insert into records.party_pending select office, id from records.document;

create function records.await_party() returns trigger language plpgsql as $$
begin
    insert into records.party_pending select office, id from added on conflict do nothing;
    return null;
end $$;
create trigger await_party after insert on records.document referencing new table as added for each statement execute function records.await_party();

create table records.party_merge (
    office uuid not null,
    id uuid not null,
    kept uuid not null,
    merged uuid not null,
    reason text not null check (length(reason) between 1 and 500),
    at timestamptz not null,
    by_name text not null,
    undone_at timestamptz,
    undone_by_name text,
    primary key (office, id),
    foreign key (office, kept) references records.party_entry (office, id),
    foreign key (office, merged) references records.party_entry (office, id),
    check (kept <> merged),
    check ((undone_at is null) = (undone_by_name is null))
);
create unique index party_merge_in_force on records.party_merge (office, merged) where undone_at is null;
create index party_merge_kept on records.party_merge (office, kept);
select kernel.protect('records.party_merge');

-- Only what stands for itself is merged, and only into what stands for itself: merges in force are a forest, whatever happens at once.
create function records.keep_forest() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        perform 1 from records.party_entry e where e.office = new.office and e.id in (new.kept, new.merged) order by e.id for update;
        if exists (select 1 from records.party_merge m where m.office = new.office and m.merged in (new.kept, new.merged) and m.undone_at is null)
        then raise exception 'What is merged already is not merged again.' using errcode = 'unique_violation', constraint = 'party_merge_in_force'; end if;
        return new;
    end if;
    if tg_op = 'DELETE' or old.undone_at is not null or (new.kept, new.merged, new.reason, new.at, new.by_name) is distinct from (old.kept, old.merged, old.reason, old.at, old.by_name)
    then raise exception 'A merge is only ever taken back, once.' using errcode = 'integrity_constraint_violation'; end if;
    return new;
end $$;
create trigger keep_forest before insert or update or delete on records.party_merge for each row execute function records.keep_forest();

-- The entry that stands for another: itself, or where its merges in force lead.
create function records.party_root(in_office uuid, entry uuid) returns uuid language sql stable as $$
    with recursive up (id) as (
        select entry
        union all
        select m.kept from up join records.party_merge m on m.office = in_office and m.merged = up.id and m.undone_at is null)
    select u.id from up u where not exists (select 1 from records.party_merge m where m.office = in_office and m.merged = u.id and m.undone_at is null)
$$;
