-- The texts that the office writes, their approval and their legal force; the document with the same id has the number and the place.
create table records.own_document (
    office uuid not null,
    id uuid not null,
    kind text not null check (kind in ('Decision', 'Answer')),
    template text not null,
    appeal_rule text,
    title text not null check (length(title) between 1 and 400),
    statement text not null,
    reasons text not null,
    instruction text not null,
    body text not null,
    author uuid not null,
    author_name text not null,
    saved_at timestamptz not null,
    saved_by_name text not null,
    round int not null default 0 check (round >= 0),
    sent_by uuid,
    approver uuid,
    approver_name text,
    approved_at timestamptz,
    own_approval_reason text,
    sealed_blob text,
    delivered_on date,
    appeal_until date,
    final_on date,
    annulled_on date,
    primary key (office, id),
    foreign key (office, id) references records.document (office, id),
    check ((approved_at is null) = (sealed_blob is null) and (approved_at is null) = (approver is null)),
    check (kind = 'Decision' or appeal_rule is null),
    check (approver is null or approver is distinct from author or own_approval_reason is not null),
    check (final_on is null or annulled_on is null)
);
-- What waits for its legal force.
create index own_document_not_final on records.own_document (appeal_until) where appeal_until is not null and final_on is null and annulled_on is null;

create table records.approval_setting (
    office uuid primary key,
    own_approval boolean not null
);

select kernel.protect('records.own_document');
select kernel.protect('records.approval_setting');

-- What is approved never changes, whatever a program tries.
create function records.keep_approved() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if old.approved_at is not null then raise exception 'An approved document is never removed.' using errcode = 'integrity_constraint_violation'; end if;
        return old;
    end if;
    if old.approved_at is not null and (new.kind, new.template, new.appeal_rule, new.title, new.statement, new.reasons, new.instruction, new.body, new.author, new.approver, new.approved_at, new.own_approval_reason, new.sealed_blob)
        is distinct from (old.kind, old.template, old.appeal_rule, old.title, old.statement, old.reasons, old.instruction, old.body, old.author, old.approver, old.approved_at, old.own_approval_reason, old.sealed_blob)
    then raise exception 'An approved document never changes.' using errcode = 'integrity_constraint_violation'; end if;
    return new;
end $$;
create trigger keep_approved before update or delete on records.own_document for each row execute function records.keep_approved();

-- Bytes that were once a component stay it.
create function records.keep_component() returns trigger language plpgsql as $$
begin
    raise exception 'A component never changes; a new version is a new row.' using errcode = 'integrity_constraint_violation';
end $$;
create trigger keep_component before update or delete on records.component for each row execute function records.keep_component();
