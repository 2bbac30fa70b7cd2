-- What must survive a restart of every worker. PostgreSQL 15 or later; run once by whoever owns the database, the application only reads and writes.
-- Object Store is not used for it: it has no transactions over several keys, and on CloudHub a budget of calls per second.

create table work (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('fact', 'snapshot', 'document', 'movement', 'release')),
  source text not null,
  key text not null,
  -- What must stay in order and is never in flight twice: SKU|LOCATION of a fact, year and number of a document.
  lane text not null,
  body jsonb not null,
  -- As it was first told; a body may get its location and product later.
  told jsonb,
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  state text not null default 'Waiting' check (state in ('Waiting', 'Done', 'Dead', 'Discarded')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  leased_until timestamptz,
  leased_by text,
  -- Its batch was refused as malformed: from now on it is sent by itself, so that the poison in the batch shows itself.
  alone boolean not null default false,
  -- What tills {store, gtin} or shops {place, product} call things while nobody knows which they are: looked up again when the work is re-driven. And what can
  -- never be told {unmapped}.
  unresolved jsonb,
  effect text,
  reason text,
  message text,
  ended_at timestamptz,
  unique (kind, source, key)
);
create index work_due on work (kind, next_attempt_at) where state = 'Waiting';
create index work_lane on work (kind, lane, id) where state = 'Waiting';

-- What came in and cannot even be made into work: it is kept as it came, with the reason, and its sender is answered.
create table dead_letter (
  id bigint generated always as identity primary key,
  origin text not null,
  reason text not null,
  message text not null,
  body text not null,
  received_at timestamptz not null default now()
);
-- What is told again and again is kept once.
create unique index dead_letter_once on dead_letter (origin, reason, md5(body));

create table remembered_answer (
  scope text not null,
  key text not null,
  hash text not null,
  answer jsonb not null,
  answered_at timestamptz not null default now(),
  primary key (scope, key)
);

-- Durable positions and copies of what the org says: replay positions, the movement map, codes of stores and products.
create table position (
  name text primary key,
  value jsonb not null,
  moved_at timestamptz not null default now()
);

create table told_transaction (
  network text not null,
  store text not null,
  register text not null,
  business_day date not null,
  sequence bigint not null,
  occurred_at timestamptz not null,
  primary key (network, store, register, business_day, sequence)
);

-- A copy of what can be promised; the greater version of a position stays.
create table availability (
  key text primary key,
  sku text not null,
  location text not null,
  available numeric not null,
  version bigint not null,
  changed_at timestamptz not null default now()
);

-- One row per system that failed lately. Workers share it, so a breaker opens for all of them at once.
create table breaker (
  system text primary key,
  failures integer not null default 0,
  open_until timestamptz not null default now()
);

create function system_of(kind text) returns text language sql immutable as
$$ select case when kind in ('document', 'movement') then 'sap' else 'salesforce' end $$;

-- Takes due work of one kind for a while: oldest first, in the order of its lanes, nothing while the breaker of its system is open.
-- Whoever dies with a lease loses it after lease_seconds; delivering twice is harmless, the org de-duplicates by source and key.
create function lease_work(wanted_kind text, most integer, lease_seconds integer, lease_owner text) returns setof work language plpgsql as $$
declare
  chosen bigint[];
begin
  -- One lease of a kind at a time: otherwise two workers could each take one item of the same lane.
  perform pg_advisory_xact_lock(hashtext('lease ' || wanted_kind));
  chosen := array(
    select due.id from work due
    where due.kind = wanted_kind and due.state = 'Waiting' and due.next_attempt_at <= now()
      and (due.leased_until is null or due.leased_until < now())
      and not exists (select 1 from breaker where breaker.system = system_of(wanted_kind) and breaker.open_until > now())
      and not exists (
        select 1 from work earlier
        where earlier.kind = due.kind and earlier.lane = due.lane and earlier.state = 'Waiting' and earlier.id < due.id
          and (earlier.leased_until >= now() or earlier.next_attempt_at > now()))
    order by due.id
    limit most);
  if exists (select 1 from work where work.id = any(chosen) and work.alone) then
    chosen := array(select work.id from work where work.id = any(chosen) order by work.id limit 1);
  end if;
  return query
    with leased as (
      update work
      set leased_until = now() + make_interval(secs => lease_seconds), leased_by = lease_owner, attempts = attempts + 1
      where work.id = any(chosen)
      returning work.*)
    select * from leased order by leased.id;
end $$;

-- The whole batch waits: attempts do not count, since nothing was said about the items. The breaker opens after five failures, for 5 s at first and 60 s at most.
create function defer_work(lease_owner text, failed_system text, asked_seconds numeric, failure text) returns integer language plpgsql as $$
declare
  failures_now integer;
  waits numeric;
  deferred integer;
begin
  insert into breaker as known (system, failures) values (failed_system, 1)
  on conflict (system) do update set failures = known.failures + 1
  returning failures into failures_now;
  waits := greatest(coalesce(asked_seconds, 0), least(60, power(2, least(failures_now, 10)) * 0.25) * (0.5 + random()));
  update work
  set leased_until = null, leased_by = null, attempts = attempts - 1, next_attempt_at = now() + make_interval(secs => waits::double precision), message = failure
  where leased_by = lease_owner and state = 'Waiting';
  get diagnostics deferred = row_count;
  if failures_now >= 5 then
    update breaker set open_until = now() + make_interval(secs => least(60, 5 * (failures_now - 4))::double precision) where system = failed_system;
  end if;
  return deferred;
end $$;

create function note_success(answering_system text) returns void language sql as
$$ update breaker set failures = 0, open_until = now() where system = answering_system and failures > 0 $$;

-- The other side understood the batch and refused it: a batch of one is the poison, otherwise each goes by itself from now on.
create function isolate_work(lease_owner text, refusal text, explanation text) returns integer language plpgsql as $$
declare
  batch integer;
begin
  select count(*) into batch from work where leased_by = lease_owner and state = 'Waiting';
  if batch = 1 then
    update work set state = 'Dead', reason = refusal, message = explanation, ended_at = now(), leased_until = null, leased_by = null
    where leased_by = lease_owner and state = 'Waiting';
  else
    update work set alone = true, leased_until = null, leased_by = null, next_attempt_at = now() where leased_by = lease_owner and state = 'Waiting';
  end if;
  return batch;
end $$;

-- One item did not work and may work later; after eight attempts it is dead.
create function retry_work(work_id bigint, failure text, explanation text) returns void language sql as $$
  update work
  set leased_until = null, leased_by = null, reason = failure, message = explanation,
      state = case when attempts >= 8 then 'Dead' else 'Waiting' end,
      ended_at = case when attempts >= 8 then now() end,
      next_attempt_at = now() + make_interval(secs => (least(60, power(2, attempts)) * (0.5 + random()))::double precision)
  where id = work_id and state = 'Waiting'
$$;

create view register_gap as
select network, store, register, business_day, sequence + 1 as from_sequence, next_sequence - 1 as to_sequence
from (
  select network, store, register, business_day, sequence,
         lead(sequence) over (partition by network, store, register, business_day order by sequence) as next_sequence
  from told_transaction) steps
where next_sequence > sequence + 1;

create view register_day as
select told.network, told.store, told.register, told.business_day,
       min(told.sequence) as first_sequence,
       coalesce((select min(gap.from_sequence) - 1 from register_gap gap
                 where (gap.network, gap.store, gap.register, gap.business_day) = (told.network, told.store, told.register, told.business_day)), max(told.sequence)) as contiguous_sequence,
       max(told.sequence) as highest_sequence,
       coalesce((select jsonb_agg(jsonb_build_object('from', gap.from_sequence, 'to', gap.to_sequence) order by gap.from_sequence) from register_gap gap
                 where (gap.network, gap.store, gap.register, gap.business_day) = (told.network, told.store, told.register, told.business_day)), '[]'::jsonb) as missing,
       count(*) as transactions,
       to_char(max(told.occurred_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as last_at
from told_transaction told
group by told.network, told.store, told.register, told.business_day;

-- What tills call stores and products, as the org says. Refreshed by query; what is not here waits instead of being guessed.
create table till_store (
  store text primary key,
  location text not null
);
create table product_barcode (
  -- 14 digits.
  gtin text primary key,
  sku text not null,
  -- Base units in one of what the barcode names.
  quantity numeric not null default 1
);

-- What shops call places and products: `square|L1`, `shopify|online`. Places are copied from the configuration, products from the catalogue of the shop, or
-- written here by hand.
create table shop_place (
  place text primary key,
  location text not null
);
create table shop_product (
  product text primary key,
  sku text not null
);

-- The org's stores as they are now. A code that two locations have is a mistake in the org, and stands for neither until it is mended.
create function copy_till_stores(stores jsonb) returns bigint language plpgsql as $$
declare
  known bigint;
begin
  delete from till_store;
  insert into till_store (store, location)
  select told.store, min(told.location) from jsonb_to_recordset(stores) as told (store text, location text) group by told.store having count(distinct told.location) = 1
  on conflict (store) do update set location = excluded.location;
  get diagnostics known = row_count;
  return known;
end $$;

-- What the operations API shows, made where the figures are. Times in UTC, with milliseconds; what is not known is absent.
create function moment(at timestamptz) returns text language sql immutable as
$$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

create view shown_work as
select id, kind, source, key, state, received_at,
       jsonb_strip_nulls(jsonb_build_object(
         'id', id, 'kind', kind, 'source', source, 'key', key, 'state', state, 'attempts', attempts, 'effect', effect, 'reason', reason, 'message', message,
         'occurredAt', moment(occurred_at), 'receivedAt', moment(received_at), 'endedAt', moment(ended_at),
         'nextAttemptAt', case when state = 'Waiting' then moment(next_attempt_at) end)) as shown,
       body
from work;

create function figures() returns jsonb language sql stable as $$
  select jsonb_build_object(
    'at', moment(now()),
    'sources', coalesce((
      select jsonb_agg(jsonb_build_object('source', source, 'hops', hops, 'counts', counts) order by source)
      from (
        select source,
               case when count(*) filter (where ended_at is not null) = 0 then '[]'::jsonb else jsonb_build_array(jsonb_build_object(
                 'hop', 'gateway-to-org',
                 'p50Ms', round((1000 * percentile_cont(0.50) within group (order by extract(epoch from ended_at - received_at)))::numeric, 1),
                 'p95Ms', round((1000 * percentile_cont(0.95) within group (order by extract(epoch from ended_at - received_at)))::numeric, 1),
                 'p99Ms', round((1000 * percentile_cont(0.99) within group (order by extract(epoch from ended_at - received_at)))::numeric, 1),
                 'count', count(*) filter (where ended_at is not null))) end as hops,
               jsonb_build_object('received', count(*), 'applied', count(*) filter (where effect = 'Applied'), 'duplicate', count(*) filter (where effect = 'Duplicate'),
                 'absorbed', count(*) filter (where effect = 'Absorbed'), 'quarantined', count(*) filter (where effect = 'Quarantined'), 'dead', count(*) filter (where state = 'Dead')) as counts
        from work where kind = 'fact' and received_at > now() - interval '15 minutes' group by source) recent), '[]'::jsonb),
    'work', coalesce((
      select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('kind', kind, 'source', source, 'state', state, 'effect', effect, 'count', items, 'oldestReceivedAt', oldest)) order by kind, source, state)
      from (
        select kind, source, state, effect, count(*) as items, case when state = 'Waiting' then moment(min(received_at)) end as oldest
        from work group by kind, source, state, effect) held), '[]'::jsonb),
    'breakers', coalesce((
      select jsonb_agg(jsonb_build_object('system', system, 'state', case when open_until > now() then 'open' when failures >= 5 then 'half-open' else 'closed' end) order by system)
      from breaker), '[]'::jsonb),
    'subscriptions', coalesce((
      select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('topic', substr(name, 8), 'state', 'heard', 'position', value ->> 'replayId', 'lastEventAt', moment(moved_at))) order by name)
      from position where name like 'replay %'), '[]'::jsonb))
$$;

-- Work waits again, its attempts counted anew. What waits already is left alone, and so is what still names an unknown store or product.
create function redrive_work(work_ids bigint[]) returns bigint language plpgsql as $$
declare
  redriven bigint;
begin
  update work
  set body = body || jsonb_strip_nulls(jsonb_build_object(
        'location', coalesce(
          (select till_store.location from till_store where till_store.store = unresolved ->> 'store'),
          (select shop_place.location from shop_place where shop_place.place = unresolved ->> 'place')),
        'sku', coalesce(
          (select product_barcode.sku from product_barcode where product_barcode.gtin = unresolved ->> 'gtin'),
          (select shop_product.sku from shop_product where shop_product.product = unresolved ->> 'product')),
        'quantity', (select (body ->> 'quantity')::numeric * product_barcode.quantity from product_barcode where product_barcode.gtin = unresolved ->> 'gtin'))),
      unresolved = nullif(jsonb_strip_nulls(jsonb_build_object(
        'store', (select unresolved ->> 'store' where not exists (select 1 from till_store where till_store.store = unresolved ->> 'store')),
        'gtin', (select unresolved ->> 'gtin' where not exists (select 1 from product_barcode where product_barcode.gtin = unresolved ->> 'gtin')),
        'place', (select unresolved ->> 'place' where not exists (select 1 from shop_place where shop_place.place = unresolved ->> 'place')),
        'product', (select unresolved ->> 'product' where not exists (select 1 from shop_product where shop_product.product = unresolved ->> 'product')),
        'unmapped', unresolved ->> 'unmapped')), '{}'::jsonb)
  where id = any(work_ids) and unresolved is not null;
  update work
  set state = 'Waiting', attempts = 0, next_attempt_at = now(), alone = false, leased_until = null, leased_by = null, effect = null, reason = null, message = null, ended_at = null,
      lane = case when kind = 'fact' then upper((body ->> 'sku') || '|' || (body ->> 'location')) else lane end
  where id = any(work_ids) and state <> 'Waiting' and unresolved is null;
  get diagnostics redriven = row_count;
  return redriven;
end $$;

create function discard_work(work_ids bigint[]) returns bigint language sql as $$
  with changed as (
    update work set state = 'Discarded', ended_at = now(), leased_until = null, leased_by = null where id = any(work_ids) and state in ('Waiting', 'Dead') returning id)
  select count(*) from changed
$$;

-- One fact as it was told, under the key of its work. False: there is work under this key already.
create function store_fact(fact jsonb, stored_key text) returns boolean language sql as $$
  with stored as (
    insert into work (kind, source, key, lane, body, told, occurred_at, state, reason, message, unresolved, ended_at)
    values ('fact', fact ->> 'source', stored_key, fact ->> 'lane', fact -> 'body', fact -> 'told', (fact ->> 'occurredAt')::timestamptz,
            case when fact ? 'hold' then 'Dead' else 'Waiting' end, fact #>> '{hold,reason}', fact #>> '{hold,message}', fact #> '{hold,unresolved}', case when fact ? 'hold' then now() end)
    on conflict (kind, source, key) do nothing
    returning id)
  select exists (select 1 from stored)
$$;

-- What a way in was told, in its order, all of it or nothing: {place, source, key, lane, occurredAt, told, body, hold?}. What contradicts an earlier telling
-- is stored beside it, under its key with a hash behind: the org gets both under the one key and makes them a conflict.
create function take_facts(facts jsonb) returns table (place text, status text) language plpgsql as $$
declare
  fact jsonb;
  before jsonb;
begin
  for fact in select listed.fact from jsonb_array_elements(facts) with ordinality as listed (fact, index) order by listed.index loop
    place := fact ->> 'place';
    if store_fact(fact, fact ->> 'key') then
      status := 'New';
    else
      select work.told into before from work where work.kind = 'fact' and work.source = fact ->> 'source' and work.key = fact ->> 'key';
      status := case when before = fact -> 'told' then 'Duplicate' else 'Conflict' end;
      if status = 'Conflict' then
        perform store_fact(fact, (fact ->> 'key') || '#' || left(encode(sha256(convert_to((fact -> 'told')::text, 'UTF8')), 'hex'), 16));
      end if;
    end if;
    return next;
  end loop;
end $$;
