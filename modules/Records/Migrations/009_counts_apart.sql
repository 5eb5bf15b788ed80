-- The work of a unit and the work of a person are counted apart: a unit of forty people has one row for a state and a day instead of forty.
alter table records.work_count rename to old_count;

create table records.work_count (
    office uuid not null,
    id bigint generated always as identity,
    -- A unit, or a person who holds documents.
    whose uuid not null,
    held boolean not null,
    state text not null,
    due date,
    n bigint not null,
    constraint work_count_key primary key (office, id)
);
create index work_count_of on records.work_count (office, whose, state, due) include (n);
create index work_count_of_units on records.work_count (office, state, due) include (n) where not held;
select kernel.protect('records.work_count');

insert into records.work_count (office, whose, held, state, due, n)
    select office, whose, held, state, due, sum(n) from records.old_count cross join lateral (values (unit, false), (holder, true)) w (whose, held) where whose is not null
    group by 1, 2, 3, 4, 5 having sum(n) <> 0;
drop table records.old_count;

create or replace function records.count_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into records.work_count (office, whose, held, state, due, n)
            select office, whose, held, state, due, count(*) from added cross join lateral (values (unit, false), (holder, true)) w (whose, held) where whose is not null group by 1, 2, 3, 4, 5;
        insert into records.month_count (office, unit, month, what, n)
            select office, unit, date_trunc('month', received_on)::date, 'received', count(*)
            from added where kind = 'Received' and parent is null group by 1, 2, 3;
        insert into records.month_count (office, unit, month, what, days, on_time, n)
            select office, unit, date_trunc('month', settled_on)::date, 'settled', settled_on - received_on, on_time, count(*)
            from added where kind = 'Received' and state = 'Settled' group by 1, 2, 3, 5, 6;
    elsif tg_op = 'UPDATE' then
        insert into records.work_count (office, whose, held, state, due, n)
            select office, whose, held, state, due, sum(n) from (
                select office, unit, holder, state, due, -1 as n from gone union all select office, unit, holder, state, due, 1 from added) d
            cross join lateral (values (unit, false), (holder, true)) w (whose, held) where whose is not null
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
        insert into records.work_count (office, whose, held, state, due, n)
            select office, whose, held, state, due, -count(*) from gone cross join lateral (values (unit, false), (holder, true)) w (whose, held) where whose is not null group by 1, 2, 3, 4, 5;
        insert into records.month_count (office, unit, month, what, n)
            select office, unit, date_trunc('month', received_on)::date, 'received', -count(*)
            from gone where kind = 'Received' and parent is null group by 1, 2, 3;
        insert into records.month_count (office, unit, month, what, days, on_time, n)
            select office, unit, date_trunc('month', settled_on)::date, 'settled', settled_on - received_on, on_time, -count(*)
            from gone where kind = 'Received' and state = 'Settled' group by 1, 2, 3, 5, 6;
    end if;
    return null;
end $$;

-- Folds the differences together where there are several; whoever reads meanwhile sees either the old rows or the new ones.
create or replace function records.fold_counts() returns void language sql as $$
    with many as (
        select office, unnest(array_agg(id)) as id from records.work_count
        group by office, whose, held, state, due having count(*) > 1 or sum(n) = 0),
    gone as (delete from records.work_count w using many m where w.office = m.office and w.id = m.id returning w.*)
    insert into records.work_count (office, whose, held, state, due, n)
        select office, whose, held, state, due, sum(n) from gone group by 1, 2, 3, 4, 5 having sum(n) <> 0;
    with many as (
        select office, unnest(array_agg(id)) as id from records.month_count
        group by office, unit, month, what, days, on_time having count(*) > 1 or sum(n) = 0),
    gone as (delete from records.month_count w using many m where w.office = m.office and w.id = m.id returning w.*)
    insert into records.month_count (office, unit, month, what, days, on_time, n)
        select office, unit, month, what, days, on_time, sum(n) from gone group by 1, 2, 3, 4, 5, 6 having sum(n) <> 0;
$$;
