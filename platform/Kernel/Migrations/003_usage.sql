-- How the product is used, counted without anybody's name: by office, day and kind of caller; no person, no address, no question.
-- Who belongs to no office (citizens, the public) is counted under an office of zeros, which every office may read.
create table kernel.usage (
    office uuid not null,
    day date not null,
    kind text not null check (kind in ('use', 'refused', 'empty')),
    who text not null,
    what text not null check (length(what) <= 200),
    pace smallint not null,
    n bigint not null check (n > 0),
    primary key (office, day, kind, who, what, pace)
);
select kernel.protect('kernel.usage');
create policy common on kernel.usage for select using (office = '00000000-0000-0000-0000-000000000000');

-- Words of a search that found nothing, written down only once enough searches meant the same.
create table kernel.usage_words (
    digest text primary key,
    words text not null check (length(words) <= 100),
    day date not null
);
