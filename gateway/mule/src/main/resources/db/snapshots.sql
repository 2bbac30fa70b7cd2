-- Snapshots of what the ERP has: what a run read is compared here, and becomes work. Run once, after schema.sql.

-- SKUs of the org's products, in capitals.
create table product (
  sku text primary key
);

-- Snapshots of what the ERP has, asked for or on a clock.
create table snapshot_run (
  id text primary key,
  state text not null default 'Running' check (state in ('Running', 'Done', 'Failed')),
  -- Codes of locations; null: all that have an ERP plant.
  locations jsonb,
  began_at timestamptz not null default now(),
  ended_at timestamptz,
  taken_by text,
  positions integer,
  told integer,
  remaining jsonb,
  message text
);
create unique index one_run_at_a_time on snapshot_run (state) where state = 'Running';

create view shown_run as
select id, began_at,
       jsonb_strip_nulls(jsonb_build_object('id', id, 'state', state, 'beganAt', moment(began_at), 'endedAt', moment(ended_at),
         'positions', positions, 'told', told, 'left', remaining, 'message', message)) as shown
from snapshot_run;

-- A run that waits to be taken, as it is shown; null while another has not ended. A worker that died holds the place for an hour.
create function begin_run(asked jsonb) returns jsonb language plpgsql as $$
declare
  new_id text := 'run-' || (extract(epoch from clock_timestamp()) * 1000)::bigint;
begin
  update snapshot_run set state = 'Failed', ended_at = now(), message = 'Its worker ended before it did.'
  where state = 'Running' and began_at < now() - interval '60 minutes';
  insert into snapshot_run (id, locations) values (new_id, asked) on conflict do nothing;
  if not found then
    return null;
  end if;
  return (select shown from shown_run where id = new_id);
end $$;

create function take_run(run_owner text) returns table (id text, locations text) language sql as $$
  update snapshot_run set taken_by = run_owner where state = 'Running' and taken_by is null returning snapshot_run.id, snapshot_run.locations::text
$$;

create function fail_run(run_id text, run_owner text, explanation text) returns bigint language sql as $$
  with failed as (
    update snapshot_run set state = 'Failed', ended_at = now(), message = explanation where id = run_id and taken_by = run_owner and state = 'Running' returning id)
  select count(*) from failed
$$;

-- Documents since the last snapshot go with it, so that it settles what waits for them; an hour of them at least, because a document becomes readable later
-- than the time it carries, and never more than the org looks back.
create function snapshot_from(erp text, plants text[]) returns text language sql stable as $$
  select moment(date_trunc('second', greatest(least(min(to_timestamp((value ->> 'fromMs')::double precision / 1000)), now() - interval '60 minutes'), now() - interval '7 days')))
  from position where name in (select 'snapshot ' || erp || ' ' || plant from unnest(plants) plant)
$$;

-- What a run read: {asOf, from, plants, locations, before, after: {documents, unmapped}, stock}. Sets of documents are compared, never numbers or times. Stores what
-- is to be told as work, and ends the run; answers how many snapshots there are.
create function take_snapshots(run_id text, run_owner text, erp text, reading jsonb) returns integer language plpgsql as $$
declare
  most_documents constant integer := 2000;
  later_from constant timestamptz := date_trunc('second', (reading ->> 'asOf')::timestamptz - interval '60 minutes');
  told_now integer;
begin
  perform 1 from snapshot_run where id = run_id and taken_by = run_owner and state = 'Running' for update;
  if not found then
    raise exception 'The run % is not this worker''s any more; nothing of what it read is told.', run_id;
  end if;
  with before_keys as (
    select document ->> 'sku' as sku, document ->> 'location' as location, array_agg(distinct document ->> 'key' order by document ->> 'key') as keys
    from jsonb_array_elements(reading #> '{before,documents}') document group by 1, 2
  ), after_documents as (
    select document ->> 'sku' as sku, document ->> 'location' as location, array_agg(distinct document ->> 'key' order by document ->> 'key') as keys,
           jsonb_agg(document - 'sku' - 'location') as documents,
           coalesce(jsonb_agg(document - 'sku' - 'location') filter (where (document ->> 'occurredAt')::timestamptz >= later_from), '[]'::jsonb) as later_documents
    from jsonb_array_elements(reading #> '{after,documents}') document group by 1, 2
  ), unmapped as (
    select distinct touched ->> 'sku' as sku, touched ->> 'location' as location
    from jsonb_array_elements((reading #> '{before,unmapped}') || (reading #> '{after,unmapped}')) touched
  ), stock as (
    select sku, location, coalesce(sum(quantity) filter (where condition = 'sellable'), 0) as sellable,
           coalesce(sum(quantity) filter (where condition = 'inspection'), 0) as inspection, coalesce(sum(quantity) filter (where condition = 'damaged'), 0) as damaged
    from jsonb_to_recordset(reading -> 'stock') as stock_row (sku text, location text, condition text, quantity numeric) group by sku, location
  ), wanted as (
    select sku, location from (select sku, location from stock union select sku, location from before_keys) seen
    where location in (select jsonb_array_elements_text(reading -> 'locations')) and exists (select 1 from product where product.sku = seen.sku)
  ), judged as (
    select wanted.sku, wanted.location, coalesce(stock.sellable, 0) as sellable, coalesce(stock.inspection, 0) as inspection, coalesce(stock.damaged, 0) as damaged,
           case when coalesce(cardinality(after_documents.keys), 0) <= most_documents then reading ->> 'from' else moment(later_from) end as since,
           case when coalesce(cardinality(after_documents.keys), 0) <= most_documents then coalesce(after_documents.documents, '[]'::jsonb) else after_documents.later_documents end as documents,
           case when unmapped.sku is not null then 'GW-UNMAPPED'
                when before_keys.keys is distinct from after_documents.keys then 'GW-MOVED'
                when jsonb_array_length(after_documents.documents) > most_documents and jsonb_array_length(after_documents.later_documents) > most_documents then 'GW-TOO-MANY-DOCUMENTS' end as reason
    from wanted
    left join stock using (sku, location)
    left join before_keys using (sku, location)
    left join after_documents using (sku, location)
    left join unmapped using (sku, location)
  ), stored as (
    insert into work (kind, source, key, lane, body, occurred_at)
    select 'snapshot', erp, sku || '|' || location || '|' || (reading ->> 'asOf'), location,
           jsonb_build_object('key', sku || '|' || location || '|' || (reading ->> 'asOf'), 'sku', sku, 'location', location, 'asOf', reading ->> 'asOf', 'from', since,
             'sellable', sellable, 'inspection', inspection, 'damaged', damaged, 'documents', documents),
           (reading ->> 'asOf')::timestamptz
    from judged where reason is null
    on conflict (kind, source, key) do nothing
    returning id
  )
  update snapshot_run
  set state = 'Done', ended_at = now(), positions = (select count(*) from judged), told = (select count(*) from stored),
      remaining = coalesce((select jsonb_agg(jsonb_build_object('sku', sku, 'location', location, 'reason', reason) order by sku, location) from judged where reason is not null), '[]'::jsonb)
  where id = run_id
  returning told into told_now;
  insert into position (name, value)
  select 'snapshot ' || erp || ' ' || plant, jsonb_build_object('fromMs', (extract(epoch from later_from) * 1000)::bigint) from jsonb_array_elements_text(reading -> 'plants') plant
  on conflict (name) do update set value = excluded.value, moved_at = now();
  return told_now;
end $$;

-- How many snapshots go in one call: the org takes 200 with 2,000 documents together.
create function snapshots_at_once() returns integer language sql stable as $$
  select greatest(1, count(*))::integer
  from (
    select sum(coalesce(jsonb_array_length(body -> 'documents'), 0)) over (order by id) as documents
    from (
      select id, body from work
      where kind = 'snapshot' and state = 'Waiting' and next_attempt_at <= now() and (leased_until is null or leased_until < now())
      order by id limit 200) due) summed
  where documents <= 2000
$$;
