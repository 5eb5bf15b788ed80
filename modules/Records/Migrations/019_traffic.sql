-- What came and what went out, counted as work is: each statement appends its differences in its own transaction, a count is a sum.
alter table records.consignment add column unit uuid, add column postage bigint check (postage >= 0);
update records.consignment c set unit = d.unit from records.document d where d.office = c.office and d.id = c.document;
alter table records.consignment alter column unit set not null;
create index consignment_traffic on records.consignment (office, unit, channel, state, sent_at, id);
create index consignment_on_way on records.consignment (office, sent_at) include (unit, channel) where state in ('Sent', 'Deposited');
create index document_traffic on records.document (office, unit, channel, state, received_on, id) where kind = 'Received';

create table records.traffic_count (
    office uuid not null,
    id bigint generated always as identity,
    way text not null check (way in ('in', 'out')),
    unit uuid not null,
    channel text not null,
    state text not null,
    month date not null,
    n bigint not null,
    -- Hellers.
    postage bigint not null default 0,
    primary key (office, id)
);
create index traffic_count_of_month on records.traffic_count (office, way, month) include (unit, channel, state, n, postage);
select kernel.protect('records.traffic_count');

insert into records.traffic_count (office, way, unit, channel, state, month, n)
    select office, 'in', unit, channel, state, date_trunc('month', received_on)::date, count(*) from records.document where kind = 'Received' group by 1, 3, 4, 5, 6;
insert into records.traffic_count (office, way, unit, channel, state, month, n)
    select office, 'out', unit, channel, state, date_trunc('month', sent_at at time zone 'Europe/Prague')::date, count(*) from records.consignment group by 1, 3, 4, 5, 6;

create function records.traffic_in() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into records.traffic_count (office, way, unit, channel, state, month, n)
            select office, 'in', unit, channel, state, date_trunc('month', received_on)::date, count(*) from added where kind = 'Received' group by 1, 3, 4, 5, 6;
    elsif tg_op = 'DELETE' then
        insert into records.traffic_count (office, way, unit, channel, state, month, n)
            select office, 'in', unit, channel, state, date_trunc('month', received_on)::date, -count(*) from gone where kind = 'Received' group by 1, 3, 4, 5, 6;
    else
        insert into records.traffic_count (office, way, unit, channel, state, month, n)
            select office, 'in', unit, channel, state, date_trunc('month', received_on)::date, sum(n) from (
                select office, unit, channel, state, received_on, -1 as n from gone where kind = 'Received'
                union all select office, unit, channel, state, received_on, 1 from added where kind = 'Received') d
            group by 1, 3, 4, 5, 6 having sum(n) <> 0;
    end if;
    return null;
end $$;
create trigger traffic_added after insert on records.document referencing new table as added for each statement execute function records.traffic_in();
create trigger traffic_changed after update on records.document referencing old table as gone new table as added for each statement execute function records.traffic_in();
create trigger traffic_gone after delete on records.document referencing old table as gone for each statement execute function records.traffic_in();

create function records.traffic_out() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into records.traffic_count (office, way, unit, channel, state, month, n, postage)
            select office, 'out', unit, channel, state, date_trunc('month', sent_at at time zone 'Europe/Prague')::date, count(*), coalesce(sum(postage), 0) from added group by 1, 3, 4, 5, 6;
    elsif tg_op = 'DELETE' then
        insert into records.traffic_count (office, way, unit, channel, state, month, n, postage)
            select office, 'out', unit, channel, state, date_trunc('month', sent_at at time zone 'Europe/Prague')::date, -count(*), -coalesce(sum(postage), 0) from gone group by 1, 3, 4, 5, 6;
    else
        insert into records.traffic_count (office, way, unit, channel, state, month, n, postage)
            select office, 'out', unit, channel, state, date_trunc('month', sent_at at time zone 'Europe/Prague')::date, sum(n), sum(postage) from (
                select office, unit, channel, state, sent_at, -1 as n, -coalesce(postage, 0) as postage from gone
                union all select office, unit, channel, state, sent_at, 1, coalesce(postage, 0) from added) d
            group by 1, 3, 4, 5, 6 having sum(n) <> 0 or sum(postage) <> 0;
    end if;
    return null;
end $$;
create trigger traffic_added after insert on records.consignment referencing new table as added for each statement execute function records.traffic_out();
create trigger traffic_changed after update on records.consignment referencing old table as gone new table as added for each statement execute function records.traffic_out();
create trigger traffic_gone after delete on records.consignment referencing old table as gone for each statement execute function records.traffic_out();

create function records.fold_traffic() returns void language sql as $$
    with many as (
        select office, unnest(array_agg(id)) as id from records.traffic_count
        group by office, way, unit, channel, state, month having count(*) > 1 or (sum(n) = 0 and sum(postage) = 0)),
    gone as (delete from records.traffic_count w using many m where w.office = m.office and w.id = m.id returning w.*)
    insert into records.traffic_count (office, way, unit, channel, state, month, n, postage)
        select office, way, unit, channel, state, month, sum(n), sum(postage) from gone group by 1, 2, 3, 4, 5, 6 having sum(n) <> 0 or sum(postage) <> 0;
$$;
