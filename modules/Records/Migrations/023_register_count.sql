-- How many entries a register has in a year, kept by the changes themselves: the register of a city is never counted through to show one part of it.
create table records.register_count (
    office uuid not null,
    id bigint generated always as identity,
    register text not null,
    year int not null,
    n bigint not null,
    primary key (office, id)
);
create index register_count_of on records.register_count (office, register, year) include (n);
select kernel.protect('records.register_count');

insert into records.register_count (office, register, year, n)
    select office, register, year, count(*) from records.document where number is not null group by 1, 2, 3;

create function records.count_register() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into records.register_count (office, register, year, n) select office, register, year, count(*) from added where number is not null group by 1, 2, 3;
    elsif tg_op = 'DELETE' then
        insert into records.register_count (office, register, year, n) select office, register, year, -count(*) from gone where number is not null group by 1, 2, 3;
    else
        insert into records.register_count (office, register, year, n)
            select office, register, year, sum(n) from (
                select office, register, year, -1 as n from gone where number is not null
                union all select office, register, year, 1 from added where number is not null) d
            group by 1, 2, 3 having sum(n) <> 0;
    end if;
    return null;
end $$;
create trigger register_added after insert on records.document referencing new table as added for each statement execute function records.count_register();
create trigger register_changed after update on records.document referencing old table as gone new table as added for each statement execute function records.count_register();
create trigger register_gone after delete on records.document referencing old table as gone for each statement execute function records.count_register();

create function records.fold_register() returns void language sql as $$
    with many as (
        select office, unnest(array_agg(id)) as id from records.register_count group by office, register, year having count(*) > 1 or sum(n) = 0),
    gone as (delete from records.register_count c using many m where c.office = m.office and c.id = m.id returning c.*)
    insert into records.register_count (office, register, year, n) select office, register, year, sum(n) from gone group by 1, 2, 3 having sum(n) <> 0;
$$;
