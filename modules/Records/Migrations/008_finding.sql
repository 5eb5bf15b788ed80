-- Full text that is read from the newest document back and stops when a page is full, however common the word: each word of a document
-- is a row, the words are keyed digests in which the office takes part, and the index alone answers who may see it by unit. An inverted
-- index would have to collect all documents of a common word before it could tell the newest.
drop table records.document_search;

create table records.finding (
    office uuid not null,
    word bigint not null,
    document uuid not null,
    unit uuid not null,
    primary key (office, word, document) include (unit)
);
select kernel.protect('records.finding');

-- Which words of an office begin so; a hint that may be there before the document and outlive it.
-- open: beginnings and words of records.finding_word are digests
create table records.finding_word (
    office uuid not null,
    beginning bigint not null,
    word bigint not null,
    primary key (office, beginning, word)
);

-- What an official holds outside their own units is found by the holder, and the unit is read from the index.
drop index records.document_of_holder;
create index document_of_holder on records.document (office, holder, state, sort_day, id) include (unit) where holder is not null;
