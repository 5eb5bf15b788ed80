-- Everybody who can sign in. An official's id is their id in the directory.
-- open: at sign-in nobody has an office yet, so identity.account is seen from all; it tells which office a person belongs to, no more.
create table identity.account (
    id uuid primary key,
    kind text not null check (kind in ('Citizen', 'Official', 'Operator')),
    name text not null check (length(name) between 1 and 200),
    email text not null check (length(email) <= 254),
    email_folded text not null unique,
    email_confirmed_at timestamptz,
    -- PBKDF2 in the format of ASP.NET Core; empty until the person has chosen one.
    password text,
    password_at timestamptz,
    -- An official's office; their unit and roles are in post.
    office uuid,
    language text not null check (language in ('cs', 'en', 'de')),
    created_at timestamptz not null,
    disabled_at timestamptz,
    check ((kind = 'Official') = (office is not null))
);

-- Where an official works and as what.
create table identity.post (
    id uuid primary key references identity.account (id),
    office uuid not null,
    unit uuid not null,
    -- Units besides their own where their role holds too.
    units uuid[] not null,
    roles text[] not null
);
create index post_of_office on identity.post (office);
select kernel.protect('identity.post');

create table identity.session (
    id uuid primary key,
    account uuid not null references identity.account (id) on delete cascade,
    -- SHA-256 of the token; the token itself only the browser has.
    token_hash bytea not null unique check (length(token_hash) = 32),
    -- Pending = the password was right and the second step is owed; it identifies nobody.
    strength text not null check (strength in ('Pending', 'Password', 'TwoStep', 'Passkey')),
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    idle_after interval not null,
    ends_at timestamptz not null,
    ended_at timestamptz,
    -- Wrong codes in the second step.
    tries int not null,
    agent text not null,
    -- Keyed digest of the network; tells a known place from a new one.
    network bytea not null
);
create index session_of_account on identity.session (account, created_at);
create index session_age on identity.session (ends_at);

-- Second steps. The secret is encrypted under the installation's keys.
create table identity.authenticator (
    id uuid primary key,
    account uuid not null references identity.account (id) on delete cascade,
    secret text not null,
    -- The last time step that was used, so that no code works twice.
    used_step bigint not null,
    created_at timestamptz not null,
    confirmed_at timestamptz
);
create unique index authenticator_of_account on identity.authenticator (account) where confirmed_at is not null;
create unique index authenticator_to_confirm on identity.authenticator (account) where confirmed_at is null;

create table identity.passkey (
    id uuid primary key,
    account uuid not null references identity.account (id) on delete cascade,
    credential bytea not null unique,
    public_key bytea not null,
    name text not null check (length(name) between 1 and 100),
    sign_count bigint not null,
    transports text[] not null,
    backup_eligible boolean not null,
    backed_up boolean not null,
    created_at timestamptz not null,
    last_used_at timestamptz
);
create index passkey_of_account on identity.passkey (account);

-- A passkey exchange in progress; its challenge works once.
create table identity.ceremony (
    id uuid primary key,
    account uuid references identity.account (id) on delete cascade,
    purpose text not null check (purpose in ('Enrol', 'SignIn')),
    -- The browser's answer names it, so the exchange needs no cookie of its own.
    challenge bytea not null unique,
    state text not null,
    expires_at timestamptz not null
);
create index ceremony_age on identity.ceremony (expires_at);

create table identity.recovery_code (
    id uuid primary key,
    account uuid not null references identity.account (id) on delete cascade,
    code_hash bytea not null,
    used_at timestamptz,
    unique (account, code_hash)
);

-- A link sent by e-mail that works once.
create table identity.mailed_link (
    id uuid primary key,
    account uuid not null references identity.account (id) on delete cascade,
    purpose text not null check (purpose in ('Confirm', 'Reset', 'Invite', 'ChangeEmail')),
    token_hash bytea not null unique,
    -- The address it was sent to.
    email text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index mailed_link_of_account on identity.mailed_link (account);

-- Tries that failed; account is empty when there is none of that e-mail.
create table identity.refused_sign_in (
    id uuid primary key,
    account uuid references identity.account (id) on delete cascade,
    step text not null check (step in ('Password', 'Code', 'Passkey')),
    at timestamptz not null,
    agent text not null
);
create index refused_sign_in_of_account on identity.refused_sign_in (account, at);

-- Somebody acts for an absent official; one at a time.
create table identity.substitution (
    id uuid primary key,
    office uuid not null,
    absent uuid not null references identity.account (id),
    substitute uuid not null references identity.account (id),
    first_day date not null,
    last_day date not null,
    set_by uuid,
    cancelled_at timestamptz,
    check (last_day >= first_day),
    check (absent <> substitute),
    -- Equality of the person as a range of one number: an exclusion over uuid itself would need an extension on the server.
    constraint one_substitute_at_a_time exclude using gist (
        int8range(hashtextextended(absent::text, 0), hashtextextended(absent::text, 0), '[]') with &&,
        daterange(first_day, last_day, '[]') with &&) where (cancelled_at is null)
);
create index substitution_by_substitute on identity.substitution (substitute, last_day) where cancelled_at is null;
create index substitution_of_absent on identity.substitution (absent, last_day);
select kernel.protect('identity.substitution');
