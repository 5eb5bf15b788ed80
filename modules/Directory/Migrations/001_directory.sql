-- One import of the register: what the file said about itself and what came of it.
create table directory.municipality_import (
    id uuid primary key,
    at timestamptz not null,
    file_sha256 text not null,
    source_date date not null,
    sources jsonb not null,
    added int not null,
    changed int not null,
    unchanged int not null,
    refused int not null,
    missing int not null
);

-- Versions of municipalities: rows are only added; the one in force is marked. Valid = in the world, known = here.
create table directory.municipality (
    id uuid primary key,
    code text not null check (code ~ '^[0-9]{6}$'),
    valid_from date not null,
    known_from timestamptz not null,
    import uuid not null references directory.municipality_import (id),
    confirmed_by uuid not null references directory.municipality_import (id),
    current boolean not null,
    name text not null,
    sort_key text collate "C" not null,
    words text not null,
    search tsvector not null generated always as (to_tsvector('simple', words)) stored,
    status text not null,
    type smallint not null check (type between 1 and 3),
    authorised_code text not null,
    authorised_name text not null,
    authorised_seat text,
    extended_code text not null,
    extended_name text not null,
    extended_seat text,
    district_code text not null,
    district_name text not null,
    district_nuts text not null,
    region_code text not null,
    region_name text not null,
    region_nuts text not null,
    postal_codes text[] not null,
    latitude numeric(9, 6) not null,
    longitude numeric(9, 6) not null,
    organisation_number text check (organisation_number ~ '^[0-9]{8}$'),
    office_name text,
    office_street text,
    office_postal_code text,
    population int check (population >= 0),
    unique (code, valid_from, known_from)
);
create unique index municipality_current on directory.municipality (code) where current;
create index municipality_order on directory.municipality (sort_key, code) where current;
create index municipality_of_district on directory.municipality (district_nuts, sort_key, code) where current;
create index municipality_of_region on directory.municipality (region_nuts, sort_key, code) where current;
create index municipality_search on directory.municipality using gin (search) where current;

create table directory.office (
    id uuid primary key,
    slug text not null constraint office_slug unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    mark text not null constraint office_mark unique check (mark ~ '^[A-Z]{2,6}$'),
    municipality text not null constraint office_municipality unique,
    municipality_name text not null,
    type smallint not null check (type between 1 and 3),
    name text not null,
    organisation_number text not null,
    street text not null,
    postal_code text not null,
    email text not null,
    phone text not null,
    box_id text check (box_id ~ '^[a-z0-9]{7}$'),
    primary_colour text check (primary_colour ~ '^#[0-9a-f]{6}$'),
    hours jsonb not null,
    opened_at timestamptz not null,
    template_from date not null
);

create table directory.unit (
    id uuid primary key,
    office uuid not null references directory.office (id),
    code text not null,
    name text not null,
    rank int not null,
    filing_room boolean not null,
    unique (office, code)
);
create unique index unit_filing_room on directory.unit (office) where filing_room;

-- Which unit is competent for an agenda: one at most.
create table directory.competence (
    id uuid not null,
    office uuid not null references directory.office (id),
    agenda text not null,
    unit uuid not null references directory.unit (id),
    primary key (office, agenda)
);

create table directory.position (
    id uuid primary key,
    office uuid not null references directory.office (id),
    unit uuid not null references directory.unit (id),
    code text not null,
    title text not null,
    roles text[] not null,
    rank int not null,
    unique (office, code)
);

create table directory.official (
    id uuid primary key,
    office uuid not null references directory.office (id),
    unit uuid not null references directory.unit (id),
    position uuid references directory.position (id),
    title text not null,
    name text not null,
    email text not null,
    phone text not null,
    roles text[] not null,
    appointed_on date not null,
    left_on date
);
create unique index official_email on directory.official (lower(email));
create unique index official_position on directory.official (position) where left_on is null;
create index official_of_office on directory.official (office);

-- Offices and their people are public to read; written only from the office itself or by the installation.
select kernel.protect('directory.unit');
select kernel.protect('directory.competence');
select kernel.protect('directory.position');
select kernel.protect('directory.official');
create policy public_read on directory.unit for select using (true);
create policy public_read on directory.competence for select using (true);
create policy public_read on directory.position for select using (true);
create policy public_read on directory.official for select using (true);

alter table directory.office enable row level security;
alter table directory.office force row level security;
create policy public_read on directory.office for select using (true);
create policy office on directory.office using (id = (select kernel.current_office()) or (select kernel.all_offices()));
