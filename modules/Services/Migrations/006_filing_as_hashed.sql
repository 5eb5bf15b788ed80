-- The text of a filing lies here and in its paper; that it is what its hash says is checked whenever it is written.
alter table services.submission add constraint submission_as_hashed check (hash = 'sha256:' || encode(sha256(convert_to(filing, 'UTF8')), 'hex'));
