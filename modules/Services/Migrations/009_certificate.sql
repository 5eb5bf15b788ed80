-- Certificates of digital acts: sealed at once, ready when an authority has stamped them with the time.
create table services.certificate (
    office uuid not null,
    id uuid not null,
    submission uuid not null,
    reference_number text not null,
    issued_at timestamptz not null,
    sealed text,
    sealed_xml text,
    tries int not null default 0 check (tries >= 0),
    trouble text,
    tried_at timestamptz,
    stamped_at timestamptz,
    authority text,
    trial boolean not null default false,
    paper text,
    paper_size bigint not null default 0,
    xml text,
    xml_size bigint not null default 0,
    erased_at timestamptz,
    primary key (office, id),
    constraint certificate_once unique (office, submission),
    -- A filing that nobody confirmed is forgotten with its certificate.
    foreign key (office, submission) references services.submission (office, id) on delete cascade,
    check ((stamped_at is null) = (authority is null)),
    check (erased_at is not null or (stamped_at is null) = (paper is null)),
    check (erased_at is null or (sealed is null and sealed_xml is null and paper is null and xml is null))
);
create index certificate_waiting on services.certificate (issued_at) where stamped_at is null and erased_at is null;
select kernel.protect('services.certificate');

-- open: services.fingerprint, because whoever holds a certificate checks it without knowing the office; it holds nothing personal.
create table services.fingerprint (
    hash bytea not null check (octet_length(hash) = 32),
    office uuid not null,
    certificate uuid not null,
    kind text not null check (kind in ('certificate', 'certificate-xml', 'filing', 'filing-paper')),
    primary key (hash, office, certificate),
    foreign key (office, certificate) references services.certificate (office, id) on delete cascade
);
create index fingerprint_of on services.fingerprint (office, certificate);
