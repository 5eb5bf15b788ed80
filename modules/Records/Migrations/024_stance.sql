-- A table that comes later is frozen with an office that moved away; the look is paid for only where an office ever moved.
create function records.freeze_with_office(target regclass) returns void language plpgsql as $$
begin
    execute format('create trigger a_keep_moved before insert or update or delete on %s for each row execute function records.keep_moved()', target);
    if exists (select from pg_trigger where tgname = 'a_keep_moved' and tgrelid = 'records.document'::regclass and tgenabled = 'D')
    then execute format('alter table %s disable trigger a_keep_moved', target); end if;
end $$;

-- An office asks another one what it says about a text: the question is a received document there, the answer an own one with a stance.
create table records.stance_request (
    office uuid not null,
    id uuid not null,
    task uuid not null,
    asker uuid not null,
    primary key (office, id),
    unique (office, task),
    foreign key (office, id) references records.document (office, id) deferrable
);
select kernel.protect('records.stance_request');
select records.freeze_with_office('records.stance_request');

alter table records.own_document add column stance text check (stance in ('Agrees', 'Objects'));
create or replace function records.keep_waiting() returns trigger language plpgsql as $$
begin
    if (new.title, new.statement, new.reasons, new.instruction, new.body, new.stance) is distinct from (old.title, old.statement, old.reasons, old.instruction, old.body, old.stance)
        and exists (select 1 from records.approval_run r where r.office = old.office and r.document = old.id and r.state = 'Running')
    then raise exception 'A text that waits for approval does not change.' using errcode = 'integrity_constraint_violation'; end if;
    return new;
end $$;
create or replace function records.keep_approved() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if old.approved_at is not null then raise exception 'An approved document is never removed.' using errcode = 'integrity_constraint_violation'; end if;
        return old;
    end if;
    if old.approved_at is not null and (new.kind, new.template, new.stance, new.appeal_rule, new.title, new.author, new.approver, new.approved_at, new.own_approval_reason, new.sealed_blob)
        is not distinct from (old.kind, old.template, old.stance, old.appeal_rule, old.title, old.author, old.approver, old.approved_at, old.own_approval_reason, old.sealed_blob)
        and (new.statement, new.reasons, new.instruction, new.body) = ('', '', '', '')
        and exists (select from records.document d where d.office = old.office and d.id = old.id and records.is_destroyed(old.office, d.file)) then return new; end if;
    if old.approved_at is not null and (new.kind, new.template, new.stance, new.appeal_rule, new.title, new.statement, new.reasons, new.instruction, new.body, new.author, new.approver, new.approved_at, new.own_approval_reason, new.sealed_blob)
        is distinct from (old.kind, old.template, old.stance, old.appeal_rule, old.title, old.statement, old.reasons, old.instruction, old.body, old.author, old.approver, old.approved_at, old.own_approval_reason, old.sealed_blob)
    then raise exception 'An approved document never changes.' using errcode = 'integrity_constraint_violation'; end if;
    return new;
end $$;
