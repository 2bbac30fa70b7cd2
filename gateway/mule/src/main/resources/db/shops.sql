-- Shops: what of their calls was heard, what of an order was told, how far their changes were read. Run once, after schema.sql.

-- From when a shop counts: what happened before is in the opening stock. Whoever asks first settles it.
create function shop_since(shop_source text, configured text) returns text language plpgsql as $$
begin
  insert into position (name, value) values ('shop ' || shop_source, jsonb_build_object('since', moment(coalesce(nullif(configured, '')::timestamptz, now()))))
  on conflict do nothing;
  return (select value ->> 'since' from position where name = 'shop ' || shop_source);
end $$;

-- True the first time. It is remembered with what the event tells or not at all: who comes with the same event meanwhile waits for the end of the first.
create function hear_event(shop_source text, event text) returns boolean language sql as $$
  with heard as (
    insert into remembered_answer (scope, key, hash, answer) values ('shop ' || shop_source || ' event', event, encode(sha256(convert_to(event, 'UTF8')), 'hex'), 'null')
    on conflict do nothing
    returning key)
  select exists (select 1 from heard)
$$;

-- What was told of an order, {isPassedOver, revision, lines}; null when nothing was. Nobody else opens it before the transaction ends.
create function open_order_book(shop_source text, shop_order text) returns text language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('shop ' || shop_source || ' order ' || shop_order));
  return (select answer::text from remembered_answer where scope = 'shop ' || shop_source || ' order' and key = shop_order);
end $$;

-- The locations of the configuration as they are now.
create function copy_shop_places(places jsonb) returns bigint language plpgsql as $$
declare
  known bigint;
begin
  delete from shop_place;
  insert into shop_place (place, location)
  select told.place, min(told.location) from jsonb_to_recordset(places) as told (place text, location text) group by told.place having count(distinct told.location) = 1
  on conflict (place) do update set location = excluded.location;
  get diagnostics known = row_count;
  return known;
end $$;

-- From when on changes of a shop are to be read, the position that stands now, and the moment this begins; no row while nobody rang since the last time, the last time is not long ago, or
-- the shop does not answer. Ten minutes are read again: what was written first is not always shown first.
create function shop_reading(shop_source text, shop_system text, since text, poll_seconds numeric) returns table (after_at text, position_at text, read_at text) language sql as $$
  select moment(greatest(since::timestamptz, (done.value ->> 'positionAt')::timestamptz - interval '10 minutes') - interval '1 millisecond'),
         coalesce(done.value ->> 'positionAt', since), moment(clock_timestamp())
  from (select 1) once
  left join position done on done.name = 'changes ' || shop_source
  left join position bell on bell.name = 'bell ' || shop_source
  where (done.value is null or bell.moved_at >= (done.value ->> 'readAt')::timestamptz
         or clock_timestamp() >= (done.value ->> 'readAt')::timestamptz + make_interval(secs => poll_seconds::double precision))
    and not exists (select 1 from breaker where breaker.system = shop_system and breaker.open_until > now())
$$;
