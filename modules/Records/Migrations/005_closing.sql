alter table records.case_file
    add column closed_by uuid,
    add column closed_by_name text,
    add column discard_year int,
    add check ((state = 'Closed') = (closed_at is not null) and (state = 'Closed') = (discard_year is not null));

-- A closed file and what lies in it stay as they are; steps of history and proofs of late delivery are rows of their own.
create function records.keep_closed() returns trigger language plpgsql as $$
declare
    lies_in uuid;
begin
    if tg_table_name = 'case_file' then
        if old.state = 'Closed' then raise exception 'A closed file never changes.' using errcode = 'integrity_constraint_violation'; end if;
    elsif tg_table_name = 'document' then
        lies_in := case when tg_op = 'INSERT' then new.file else old.file end;
        if lies_in is null and tg_op = 'UPDATE' then lies_in := new.file; end if;
        if lies_in is not null and exists (select 1 from records.case_file f where f.office = coalesce(new.office, old.office) and f.id = lies_in and f.state = 'Closed')
        then raise exception 'A document of a closed file never changes.' using errcode = 'integrity_constraint_violation'; end if;
    elsif exists (select 1 from records.document d join records.case_file f on f.office = d.office and f.id = d.file
        where d.office = new.office and d.id = new.document and f.state = 'Closed')
    then raise exception 'A document of a closed file takes no more parts.' using errcode = 'integrity_constraint_violation';
    end if;
    if tg_op = 'DELETE' then return old; end if;
    return new;
end $$;
create trigger keep_closed before update or delete on records.case_file for each row execute function records.keep_closed();
create trigger keep_closed before insert or update or delete on records.document for each row execute function records.keep_closed();
create trigger keep_closed before insert on records.component for each row execute function records.keep_closed();
