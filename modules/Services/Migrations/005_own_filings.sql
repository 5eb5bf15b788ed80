-- Everything that one person filed is read from this index alone; the filings themselves are long rows that lie far from each other.
drop index services.submission_person;
create index submission_person on services.submission (filer_person, filed_at) include (office, id, code, matter, state, confirmation) where filer_person is not null;
