-- How an office approves: routes are data in force from a day to a day, and change by being changed; what is under way keeps its own copy.
create table records.approval_route (
    office uuid not null,
    id uuid not null,
    name text not null check (length(name) between 1 and 200),
    first_day date not null,
    last_day date,
    agendas jsonb not null,
    kinds jsonb not null,
    steps jsonb not null check (jsonb_array_length(steps) between 1 and 9),
    changed_at timestamptz not null,
    changed_by_name text not null,
    primary key (office, id),
    unique (office, name),
    check (last_day >= first_day)
);
select kernel.protect('records.approval_route');

-- One way of one text through approval; the next one begins when the text is sent again.
create table records.approval_run (
    office uuid not null,
    id uuid not null,
    document uuid not null,
    round int not null check (round > 0),
    route uuid,
    route_name text,
    steps jsonb not null check (jsonb_array_length(steps) > 0),
    author uuid not null,
    text_hash text not null,
    turn int not null check (turn > 0),
    state text not null check (state in ('Running', 'Approved', 'Returned', 'Refused', 'TakenBack')),
    started_at timestamptz not null,
    started_by_name text not null,
    ended_at timestamptz,
    primary key (office, id),
    foreign key (office, document) references records.own_document (office, id),
    check ((state = 'Running') = (ended_at is null))
);
create unique index approval_run_of_document on records.approval_run (office, document, round);
create unique index approval_running on records.approval_run (office, document) where state = 'Running';
select kernel.protect('records.approval_run');

-- What one person is asked in a step, and what they said. Nobody decides about what they wrote without saying why the office lets them.
create table records.approval_task (
    office uuid not null,
    id uuid not null,
    run uuid not null,
    document uuid not null,
    turn int not null check (turn > 0),
    step int not null check (step >= 0),
    step_name text not null,
    whole boolean not null,
    author uuid not null,
    assignee uuid not null,
    assignee_name text not null,
    state text not null check (state in ('Open', 'Approved', 'Returned', 'Refused', 'Lapsed')),
    opened_at timestamptz not null,
    decided_at timestamptz,
    decided_by uuid,
    decided_by_name text,
    on_behalf_of_name text,
    opinion text,
    own_reason text,
    primary key (office, id),
    unique (office, run, turn, step, assignee),
    foreign key (office, run) references records.approval_run (office, id),
    check ((state in ('Approved', 'Returned', 'Refused')) = (decided_at is not null)),
    check ((decided_at is null) = (decided_by is null) and (decided_by is null) = (decided_by_name is null)),
    check (decided_by is distinct from author or state <> 'Approved' or own_reason is not null)
);
create index approval_task_of_document on records.approval_task (office, document, opened_at);
create index approval_task_open on records.approval_task (office, assignee, opened_at) where state = 'Open';
-- Where one of several is enough, one decides.
create unique index approval_task_one on records.approval_task (office, run, turn, step) where decided_at is not null and not whole;
select kernel.protect('records.approval_task');

-- What somebody said about a text stays said.
create function records.keep_decision() returns trigger language plpgsql as $$
begin
    if old.decided_at is not null then raise exception 'What an approver decided never changes.' using errcode = 'integrity_constraint_violation'; end if;
    return coalesce(new, old);
end $$;
create trigger keep_decision before update or delete on records.approval_task for each row execute function records.keep_decision();

-- What approvers read is what they approve: while a text is on its way nobody changes it.
create function records.keep_waiting() returns trigger language plpgsql as $$
begin
    if (new.title, new.statement, new.reasons, new.instruction, new.body) is distinct from (old.title, old.statement, old.reasons, old.instruction, old.body)
        and exists (select 1 from records.approval_run r where r.office = old.office and r.document = old.id and r.state = 'Running')
    then raise exception 'A text that waits for approval does not change.' using errcode = 'integrity_constraint_violation'; end if;
    return new;
end $$;
create trigger keep_waiting before update on records.own_document for each row execute function records.keep_waiting();

-- The sealed file of a document until it has its time stamp, and afterwards what stamped it.
create table records.stamping (
    office uuid not null,
    id uuid not null,
    sealed_at timestamptz not null,
    blob text not null,
    kind text not null,
    name text not null,
    tries int not null default 0 check (tries >= 0),
    trouble text,
    tried_at timestamptz,
    stamped_at timestamptz,
    authority text,
    trial boolean not null default false,
    stamped_blob text,
    primary key (office, id),
    foreign key (office, id) references records.document (office, id),
    check ((stamped_at is null) = (stamped_blob is null) and (stamped_at is null) = (authority is null))
);
create index stamping_waiting on records.stamping (office, sealed_at) where stamped_at is null;
select kernel.protect('records.stamping');

create function records.keep_stamp() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.stamped_at is not null then raise exception 'A time stamp never changes.' using errcode = 'integrity_constraint_violation'; end if;
    return new;
end $$;
create trigger keep_stamp before update or delete on records.stamping for each row execute function records.keep_stamp();

-- What was sealed before there were stamps and has not left yet gets one before it does.
insert into records.stamping (office, id, sealed_at, blob, kind, name)
    select o.office, o.id, o.approved_at, o.sealed_blob, c.kind, c.name
    from records.own_document o
    join records.document d on d.office = o.office and d.id = o.id and d.state = 'ForDispatch'
    join records.component c on c.office = o.office and c.document = o.id and c.blob = o.sealed_blob and c.role = 'Output'
    where o.approved_at is not null;

-- Whoever gave a document away sees it until somebody takes it over.
create index step_handed_over on records.step (office, actor, at) where kind = 'HandedOver';
