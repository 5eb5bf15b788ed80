-- Rules by which an office sorts what comes; without any of its own it lives by those that are shipped.
create table records.sorting_rule (
    office uuid not null,
    id uuid not null,
    position int not null check (position > 0),
    name text not null check (length(name) between 1 and 100),
    channel text,
    box text,
    sender text,
    form text,
    words text,
    agenda text not null,
    filing_mark text,
    unit uuid,
    official uuid,
    deadline_rule text,
    changed_at timestamptz not null,
    changed_by_name text not null,
    primary key (office, id),
    unique (office, name),
    check (coalesce(channel, box, sender, form, words) is not null),
    check (official is null or unit is not null)
);
select kernel.protect('records.sorting_rule');

-- What was proposed for a document and why, and what a person made of it: one row a document, whatever happens.
create table records.sorting_proposal (
    office uuid not null,
    document uuid not null,
    at timestamptz not null,
    month date not null,
    source text not null check (source in ('Rule', 'Form', 'Suggestion', 'None')),
    rule text,
    agenda text,
    filing_mark text,
    deadline_rule text,
    unit uuid,
    official uuid,
    certainty double precision check (certainty between 0 and 1),
    why jsonb not null,
    others jsonb not null,
    words bigint[] not null,
    state text not null check (state in ('Waiting', 'Right', 'Corrected', 'Sorted')),
    decided_at timestamptz,
    decided_by_name text,
    taken_agenda text,
    taken_unit uuid,
    taken_official uuid,
    primary key (office, document),
    foreign key (office, document) references records.document (office, id) deferrable initially immediate,
    check ((agenda is null) = (source = 'None') and (unit is null) = (source = 'None')),
    check ((state = 'Waiting') = (decided_at is null)),
    -- Only what was proposed can be right.
    check (case when source = 'None' then state in ('Waiting', 'Sorted') else state <> 'Sorted' end)
);
create index sorting_waiting on records.sorting_proposal (office, document) where state = 'Waiting' and source <> 'Form';
create index sorting_month on records.sorting_proposal (office, month);
select kernel.protect('records.sorting_proposal');

-- What people decided, counted: how many documents of a label have a word. Words are keyed digests; word 0 counts the documents themselves.
-- Differences are appended and a job folds them, so that two desks never wait for one another.
create table records.sorting_count (
    office uuid not null,
    id bigint generated always as identity,
    aspect text not null check (aspect in ('Agenda', 'Unit', 'Official')),
    label text not null,
    word bigint not null,
    n bigint not null,
    primary key (office, id)
);
create index sorting_count_of_word on records.sorting_count (office, word) include (aspect, label, n);
select kernel.protect('records.sorting_count');

create function records.fold_sorting() returns void language sql as $$
    with many as (
        select office, unnest(array_agg(id)) as id from records.sorting_count group by office, aspect, label, word having count(*) > 1 or sum(n) = 0),
    gone as (delete from records.sorting_count c using many m where c.office = m.office and c.id = m.id returning c.*)
    insert into records.sorting_count (office, aspect, label, word, n) select office, aspect, label, word, sum(n) from gone group by 1, 2, 3, 4 having sum(n) <> 0;
$$;

-- How the filing room ended each day of work: what nobody had taken over, and who was told. Written once a day, by the database's decision.
create table records.filing_day (
    office uuid not null,
    day date not null,
    at timestamptz not null,
    untaken int not null check (untaken >= 0),
    unopened int not null check (unopened between 0 and untaken),
    unsorted int not null check (unsorted between 0 and untaken),
    late int not null check (late between 0 and untaken),
    oldest date,
    told text,
    primary key (office, day),
    check ((oldest is null) = (untaken = 0))
);
select kernel.protect('records.filing_day');

select records.freeze_with_office('records.sorting_rule'), records.freeze_with_office('records.sorting_proposal'), records.freeze_with_office('records.filing_day');
