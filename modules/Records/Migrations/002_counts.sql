-- Exact counts without a row that everybody waits for: each statement appends its differences in its own transaction, a count is
-- their sum, and a job folds them together. Appending cannot deadlock.
create table records.work_count (
    office uuid not null,
    id bigint generated always as identity,
    unit uuid not null,
    holder uuid,
    state text not null,
    due date,
    n bigint not null,
    primary key (office, id)
);
create index work_count_of_unit on records.work_count (office, unit, state, due) include (n);
create index work_count_of_holder on records.work_count (office, holder, state, due) include (n) where holder is not null;

-- What came in and what was settled by month; days are whole days from receipt to settling.
create table records.month_count (
    office uuid not null,
    id bigint generated always as identity,
    unit uuid not null,
    month date not null,
    what text not null check (what in ('received', 'settled')),
    days int,
    on_time boolean,
    n bigint not null,
    primary key (office, id)
);
create index month_count_of_office on records.month_count (office, month, what);

select kernel.protect('records.work_count');
select kernel.protect('records.month_count');

create function records.count_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into records.work_count (office, unit, holder, state, due, n)
            select office, unit, holder, state, due, count(*) from added group by 1, 2, 3, 4, 5;
        insert into records.month_count (office, unit, month, what, n)
            select office, unit, date_trunc('month', received_on)::date, 'received', count(*)
            from added where kind = 'Received' and parent is null group by 1, 2, 3;
        insert into records.month_count (office, unit, month, what, days, on_time, n)
            select office, unit, date_trunc('month', settled_on)::date, 'settled', settled_on - received_on, on_time, count(*)
            from added where kind = 'Received' and state = 'Settled' group by 1, 2, 3, 5, 6;
    elsif tg_op = 'UPDATE' then
        insert into records.work_count (office, unit, holder, state, due, n)
            select office, unit, holder, state, due, sum(n) from (
                select office, unit, holder, state, due, -1 as n from gone union all select office, unit, holder, state, due, 1 from added) d
            group by 1, 2, 3, 4, 5 having sum(n) <> 0;
        insert into records.month_count (office, unit, month, what, n)
            select office, unit, month, 'received', sum(n) from (
                select office, unit, date_trunc('month', received_on)::date as month, -1 as n from gone where kind = 'Received' and parent is null
                union all select office, unit, date_trunc('month', received_on)::date, 1 from added where kind = 'Received' and parent is null) d
            group by 1, 2, 3 having sum(n) <> 0;
        insert into records.month_count (office, unit, month, what, days, on_time, n)
            select office, unit, month, 'settled', days, on_time, sum(n) from (
                select office, unit, date_trunc('month', settled_on)::date as month, settled_on - received_on as days, on_time, -1 as n
                from gone where kind = 'Received' and state = 'Settled'
                union all select office, unit, date_trunc('month', settled_on)::date, settled_on - received_on, on_time, 1
                from added where kind = 'Received' and state = 'Settled') d
            group by 1, 2, 3, 5, 6 having sum(n) <> 0;
    else
        insert into records.work_count (office, unit, holder, state, due, n)
            select office, unit, holder, state, due, -count(*) from gone group by 1, 2, 3, 4, 5;
        insert into records.month_count (office, unit, month, what, n)
            select office, unit, date_trunc('month', received_on)::date, 'received', -count(*)
            from gone where kind = 'Received' and parent is null group by 1, 2, 3;
        insert into records.month_count (office, unit, month, what, days, on_time, n)
            select office, unit, date_trunc('month', settled_on)::date, 'settled', settled_on - received_on, on_time, -count(*)
            from gone where kind = 'Received' and state = 'Settled' group by 1, 2, 3, 5, 6;
    end if;
    return null;
end $$;

create trigger count_added after insert on records.document referencing new table as added for each statement execute function records.count_change();
create trigger count_changed after update on records.document referencing old table as gone new table as added for each statement execute function records.count_change();
create trigger count_gone after delete on records.document referencing old table as gone for each statement execute function records.count_change();

-- Folds the differences together where there are several; whoever reads meanwhile sees either the old rows or the new ones.
create function records.fold_counts() returns void language sql as $$
    with many as (
        select office, unnest(array_agg(id)) as id from records.work_count
        group by office, unit, holder, state, due having count(*) > 1 or sum(n) = 0),
    gone as (delete from records.work_count w using many m where w.office = m.office and w.id = m.id returning w.*)
    insert into records.work_count (office, unit, holder, state, due, n)
        select office, unit, holder, state, due, sum(n) from gone group by 1, 2, 3, 4, 5 having sum(n) <> 0;
    with many as (
        select office, unnest(array_agg(id)) as id from records.month_count
        group by office, unit, month, what, days, on_time having count(*) > 1 or sum(n) = 0),
    gone as (delete from records.month_count w using many m where w.office = m.office and w.id = m.id returning w.*)
    insert into records.month_count (office, unit, month, what, days, on_time, n)
        select office, unit, month, what, days, on_time, sum(n) from gone group by 1, 2, 3, 4, 5, 6 having sum(n) <> 0;
$$;
