-- Programs that get every step of a matter once they have answered a challenge.
create table services.webhook (
    office uuid not null,
    id uuid not null,
    matter uuid not null,
    address text not null check (length(address) <= 2000),
    language text not null check (language in ('cs', 'en', 'de')),
    asked_at timestamptz not null,
    proven_at timestamptz,
    failed text,
    taken_at timestamptz,
    stopped_at timestamptz,
    primary key (office, id),
    foreign key (office, matter) references services.matter (office, id)
);
create unique index webhook_once on services.webhook (office, matter, address) where stopped_at is null;
select kernel.protect('services.webhook');

-- Phones that get short texts about a matter once their owner has typed the code.
create table services.phone_watcher (
    office uuid not null,
    id uuid not null,
    matter uuid not null,
    phone text not null,
    language text not null check (language in ('cs', 'en', 'de')),
    asked_at timestamptz not null,
    confirmed_at timestamptz,
    stopped_at timestamptz,
    primary key (office, id),
    foreign key (office, matter) references services.matter (office, id)
);
create unique index phone_watcher_once on services.phone_watcher (office, matter, phone);
select kernel.protect('services.phone_watcher');
