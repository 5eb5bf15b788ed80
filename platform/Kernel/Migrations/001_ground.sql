-- Messages between modules, and who still owes what to whom.
create table kernel.outbox (
    id uuid primary key,
    office uuid not null,
    type text not null,
    subject uuid not null,
    body jsonb not null,
    at timestamptz not null
);

create table kernel.delivery (
    seq bigint generated always as identity primary key,
    message uuid not null references kernel.outbox (id),
    handler text not null,
    subject uuid not null,
    office uuid not null,
    attempts int not null default 0,
    next_try timestamptz not null,
    parked_at timestamptz,
    error text,
    unique (message, handler)
);
create index delivery_in_order on kernel.delivery (subject, handler, seq);

-- The transaction log: appended with the change, chained per office by the sealer.
create table kernel.ledger (
    id uuid primary key,
    office uuid not null,
    at timestamptz not null,
    deed text not null check (deed in ('added', 'modified', 'deleted', 'read')),
    act text not null,
    actor_kind text not null,
    actor uuid,
    on_behalf_of uuid,
    purpose text,
    kind text not null,
    thing uuid not null,
    digest bytea not null
);
create index ledger_of_thing on kernel.ledger (thing, id);

create table kernel.ledger_unsealed (entry uuid primary key);

create table kernel.ledger_chain (
    office uuid not null,
    seq bigint not null check (seq > 0),
    entry uuid not null unique,
    hash bytea not null,
    primary key (office, seq)
);

create table kernel.ledger_checkpoint (
    office uuid primary key,
    seq bigint not null,
    head text not null,
    at timestamptz not null,
    signature text not null
);

create function kernel.ledger_await_seal() returns trigger language plpgsql as $$
begin
    -- Who chains entries in the same transaction says so; an entry that then is in no chain is found as inserted.
    if coalesce(current_setting('virtuos.sealed', true), '') <> 'on' then insert into kernel.ledger_unsealed select id from entered; end if;
    return null;
end $$;
create trigger await_seal after insert on kernel.ledger
    referencing new table as entered for each statement execute function kernel.ledger_await_seal();

create function kernel.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'The ledger is only ever appended to.';
end $$;
create trigger append_only before update or delete or truncate on kernel.ledger for each statement execute function kernel.refuse_change();
create trigger append_only before update or delete or truncate on kernel.ledger_chain for each statement execute function kernel.refuse_change();

-- Row-level security, the second lock: what the connection was turned to (see OfficeLock).
create function kernel.current_office() returns uuid language sql stable parallel safe as $$
    select case when current_setting('virtuos.office', true) in ('', '*') then null else current_setting('virtuos.office', true)::uuid end
$$;
create function kernel.all_offices() returns boolean language sql stable parallel safe as $$
    select coalesce(current_setting('virtuos.office', true) = '*', false)
$$;
create function kernel.current_person() returns uuid language sql stable parallel safe as $$
    select nullif(current_setting('virtuos.person', true), '')::uuid
$$;

-- Binds even the owner of the table to the rows of the current office.
create function kernel.protect(target regclass) returns void language plpgsql as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format('create policy office on %s using (office = (select kernel.current_office()) or (select kernel.all_offices()))', target);
end $$;

-- Accounting of repeated tries: mail confirmations, PINs, sign-ins, filings per network.
create table kernel.quota (
    name text not null,
    holder bytea not null,
    window_start timestamptz not null,
    used int not null,
    primary key (name, holder, window_start)
);
create index quota_age on kernel.quota (window_start);

-- What this database is, as 'demo'.
create table kernel.mark (name text primary key, value text not null);
