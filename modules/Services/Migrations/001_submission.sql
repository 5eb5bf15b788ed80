-- What a citizen has not sent yet belongs to the citizen: no office reads it, and its answers are sealed by the key in their address.
create table services.draft (
    id uuid primary key,
    token_hash bytea not null unique check (octet_length(token_hash) = 32),
    addressee uuid not null,
    form text not null,
    form_version int not null,
    sealed bytea not null,
    network bytea not null,
    person uuid,
    begun_at timestamptz not null,
    changed_at timestamptz not null,
    expires_at timestamptz not null,
    submission uuid
);
create index draft_expiring on services.draft (expires_at) where submission is null;

-- A row is there before its bytes come, so that parallel uploads cannot slip past the ceilings together.
create table services.draft_file (
    id uuid primary key,
    draft uuid not null references services.draft (id) on delete cascade,
    field text not null,
    name text not null,
    mime_type text not null,
    size bigint not null check (size >= 0),
    blob text,
    network bytea not null,
    at timestamptz not null
);
create index draft_file_of on services.draft_file (draft, field, id);
create index draft_file_network on services.draft_file (network);

-- One-time links by which a draft is resumed from a mailed message; the sealed token opens only with the key in the link.
create table services.resume_link (
    key_hash bytea primary key check (octet_length(key_hash) = 32),
    draft uuid not null references services.draft (id) on delete cascade,
    sealed_token bytea not null,
    address bytea not null,
    made_at timestamptz not null,
    used_at timestamptz
);
create index resume_link_of on services.resume_link (draft);

-- Addresses of e-mail as keyed digests: until one is confirmed, nothing but one message goes to it.
create table services.mail_address (
    digest bytea primary key,
    asked_at timestamptz not null,
    confirmed_at timestamptz
);

create table services.submission (
    office uuid not null,
    id uuid not null,
    once bytea not null,
    code text not null,
    form text not null,
    form_version int not null,
    language text not null check (language in ('cs', 'en', 'de')),
    matter text not null,
    filer_name text not null,
    filer_address text,
    filer_email text,
    filer_phone text,
    filer_person uuid,
    filing text not null,
    hash text not null check (hash ~ '^sha256:[0-9a-f]{64}$'),
    files jsonb not null,
    filed_at timestamptz not null,
    state text not null check (state in ('Received', 'Quarantined', 'Rejected', 'HandedOver', 'Lapsed')),
    quarantine text,
    decided text,
    appeals text,
    paper text,
    paper_size bigint not null default 0,
    confirmation text not null check (confirmation in ('NotNeeded', 'Awaited', 'Confirmed', 'Lapsed')),
    confirm_by date,
    confirmed_at timestamptz,
    confirmed_way text,
    reminded_at timestamptz,
    primary key (office, id),
    constraint submission_once unique (office, once),
    check ((confirmation = 'NotNeeded') = (confirm_by is null)),
    check ((state = 'Quarantined') <= (quarantine is not null))
);
create index submission_waiting on services.submission (office, filed_at) where state in ('Received', 'Quarantined');
create index submission_unconfirmed on services.submission (confirm_by) where confirmation = 'Awaited';
create index submission_person on services.submission (filer_person, filed_at) where filer_person is not null;
select kernel.protect('services.submission');

-- open: services.tracking_code, because a code is followed by people who do not know the office; it holds nothing personal.
create table services.tracking_code (
    code text primary key check (code ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
    office uuid not null,
    submission uuid not null
);
