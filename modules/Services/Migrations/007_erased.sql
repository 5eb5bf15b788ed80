-- What the office destroyed in a disposal procedure goes here too: the content, not the receipt that it was filed.
alter table services.submission add column erased_at timestamptz;
alter table services.submission drop constraint submission_as_hashed;
alter table services.submission add constraint submission_as_hashed check (
    case when erased_at is null then hash = 'sha256:' || encode(sha256(convert_to(filing, 'UTF8')), 'hex') else filing = '' and files = '[]' and paper is null end);
alter table services.supplement add column erased_at timestamptz;
alter table services.supplement add constraint supplement_erased check (erased_at is null or (answer = '' and files = '[]'));
