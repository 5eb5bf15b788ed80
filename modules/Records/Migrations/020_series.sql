-- Bulk acts: many documents of the office made from one template and one table, approved as one whole and made row by row.
create table records.series (
    office uuid not null,
    id uuid not null,
    name text not null check (length(name) between 1 and 200),
    state text not null check (state in ('Draft', 'ForApproval', 'Returned', 'Making', 'Made', 'Dispatching', 'Done', 'Undoing', 'Undone', 'Dropped')),
    template text not null,
    template_from date not null,
    kind text not null check (kind in ('Decision', 'Answer')),
    appeal_rule text,
    agenda text not null,
    matter text not null,
    title text not null,
    statement text not null,
    reasons text not null,
    instruction text not null,
    body text not null,
    columns jsonb not null,
    rows_digest text not null,
    filing_mark text not null,
    common_file uuid,
    dispatch_at_once boolean not null,
    -- The series whose wrong or refused rows are put right here; each is put right once.
    follows uuid,
    unit uuid not null,
    author uuid not null,
    author_name text not null,
    created_at timestamptz not null,
    sent_by uuid,
    approver uuid,
    approver_name text,
    sent_at timestamptz,
    approved_at timestamptz,
    return_reason text,
    stopped_at timestamptz,
    stopped_why text,
    finished_at timestamptz,
    primary key (office, id),
    foreign key (office, common_file) references records.case_file (office, id),
    foreign key (office, follows) references records.series (office, id),
    -- Four eyes: nobody approves what they wrote or sent.
    check (approved_at is null or (approver is not null and approver <> author and approver is distinct from sent_by)),
    check (state not in ('Making', 'Made', 'Dispatching', 'Done', 'Undoing') or approved_at is not null),
    check (stopped_at is null or stopped_why is not null),
    check (kind = 'Decision' or appeal_rule is null)
);
create unique index series_follows on records.series (office, follows) where follows is not null and state <> 'Dropped';
create index series_running on records.series (approved_at) where state in ('Making', 'Dispatching', 'Undoing') and stopped_at is null;
create index series_of_unit on records.series (office, unit, created_at desc, id desc);
select kernel.protect('records.series');

create table records.series_row (
    office uuid not null,
    series uuid not null,
    position int not null check (position > 0),
    cells jsonb not null,
    name text not null,
    address text,
    box text,
    email text,
    organisation_number text,
    file text,
    channel text check (channel in ('Electronic', 'Post', 'DataBox')),
    faults jsonb not null,
    state text not null check (state in ('Faulty', 'Waiting', 'Made', 'Dispatched', 'Refused', 'Undone')),
    document uuid,
    reference_number text,
    refusal text,
    refusal_said text,
    primary key (office, series, position),
    foreign key (office, series) references records.series (office, id),
    foreign key (office, document) references records.document (office, id),
    check ((state in ('Made', 'Dispatched')) <= (document is not null and reference_number is not null)),
    check ((document is null) = (reference_number is null)),
    check ((state = 'Refused') = (refusal is not null)),
    check (state = 'Faulty' or channel is not null)
);
-- A document comes from one row, and a row makes one document.
create unique index series_row_document on records.series_row (office, document) where document is not null;
create index series_row_state on records.series_row (office, series, state, position);
select kernel.protect('records.series_row');

-- What was sent for approval is what is made: neither text nor rows change from then on.
create function records.keep_series() returns trigger language plpgsql as $$
begin
    if old.state not in ('Draft', 'Returned') and (new.template, new.template_from, new.kind, new.appeal_rule, new.matter, new.title, new.statement, new.reasons, new.instruction, new.body, new.columns, new.rows_digest, new.filing_mark, new.common_file, new.dispatch_at_once, new.author)
        is distinct from (old.template, old.template_from, old.kind, old.appeal_rule, old.matter, old.title, old.statement, old.reasons, old.instruction, old.body, old.columns, old.rows_digest, old.filing_mark, old.common_file, old.dispatch_at_once, old.author)
    then raise exception 'A series changes only before it is sent for approval.' using errcode = 'integrity_constraint_violation'; end if;
    return new;
end $$;
create trigger keep_series before update on records.series for each row execute function records.keep_series();

create function records.keep_series_row() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if (new.cells, new.name, new.address, new.box, new.email, new.organisation_number, new.file, new.channel) is distinct from (old.cells, old.name, old.address, old.box, old.email, old.organisation_number, old.file, old.channel)
            or (old.document is not null and new.document is distinct from old.document)
        then raise exception 'A row of a series never changes; a corrected one takes its place.' using errcode = 'integrity_constraint_violation'; end if;
        return new;
    end if;
    -- What has ended is forgotten after its time; it is in the documents.
    if tg_op = 'DELETE' and exists (select 1 from records.series s where s.office = old.office and s.id = old.series and s.state in ('Done', 'Undone', 'Dropped')) then return old; end if;
    if not exists (select 1 from records.series s where s.office = coalesce(new.office, old.office) and s.id = coalesce(new.series, old.series) and s.state in ('Draft', 'Returned'))
    then raise exception 'Rows come and go only before a series is sent for approval.' using errcode = 'integrity_constraint_violation'; end if;
    return coalesce(new, old);
end $$;
create trigger keep_series_row before insert or update or delete on records.series_row for each row execute function records.keep_series_row();

-- A document can leave for a data box (§ 17 of act 300/2008).
alter table records.consignment drop constraint consignment_channel_check;
alter table records.consignment add constraint consignment_channel_check check (channel in ('Electronic', 'Post', 'DataBox'));
