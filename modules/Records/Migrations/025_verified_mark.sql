-- What was found of signatures, seals and time stamps when a document came (§ 4 (7) of decree 259/2012). It never changes.
create table records.verified_mark (
    office uuid not null,
    id uuid not null,
    document uuid not null,
    component uuid not null,
    ordinal int not null check (ordinal > 0),
    format text not null,
    level text,
    indication text not null check (indication in ('TOTAL_PASSED', 'INDETERMINATE', 'TOTAL_FAILED')),
    sub_indication text not null,
    reason text not null,
    intact boolean,
    trusted boolean,
    qualified boolean,
    used_at timestamptz,
    stamps jsonb not null,
    signer text,
    issuer text,
    serial text,
    valid_from timestamptz,
    valid_until timestamptz,
    revoked boolean,
    revocation_list text,
    checked_at timestamptz not null,
    verifier jsonb not null,
    primary key (office, id),
    constraint verified_mark_once unique (office, component, ordinal),
    foreign key (office, document) references records.document (office, id) deferrable,
    -- Bytes that a disposal procedure destroys take what was found of them along.
    foreign key (office, component) references records.component (office, id) on delete cascade deferrable
);
create index verified_mark_of on records.verified_mark (office, document);
select kernel.protect('records.verified_mark');

create function records.keep_mark() returns trigger language plpgsql as $$
begin
    raise exception 'What was found of a mark never changes.' using errcode = 'integrity_constraint_violation';
end $$;
create trigger keep_mark before update on records.verified_mark for each row execute function records.keep_mark();

select records.freeze_with_office('records.verified_mark');
