/**
 * Database.QueryLocator and the lists that dynamic queries give. A locator is a query that nobody has run yet: a batch job goes through its rows as a cursor,
 * an iterator reads them when it is asked for.
 */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { NoSuchElementException } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { sobject } from '../../values/runtime-type.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { printSoql } from '../../soql/print.ts';
import type { SoqlQuery } from '../../soql/syntax.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import type { Access } from '../ports.ts';
import { UnsupportedFeature } from '../unsupported.ts';
import { runQuery } from './dml.ts';
import { dynamicQuery, dynamicQueryWithBinds } from './dynamic-query.ts';
import type { BindMap, DynamicQuery } from './dynamic-query.ts';

/** A query with everything it needs to run. */
export interface DeferredQuery extends DynamicQuery {
  readonly access: Access;
}

export class QueryLocator extends ApexObject {
  readonly query: DeferredQuery;
  readonly #text: string | undefined;

  /** `text`: as the caller wrote it; an inline query is printed anew. */
  constructor(query: DeferredQuery, text: string | undefined) {
    super();
    this.query = query;
    this.#text = text;
  }

  get text(): string {
    return this.#text ?? printSoql(this.query.query);
  }
}
describePlatformClass(QueryLocator, 'Database.QueryLocator');

/** `Iterator<SObject>` under its slots; also reached through the class's own methods. */
export class QueryLocatorIterator extends ApexObject {
  readonly #rows: readonly SObjectRecord[];
  #position = 0;

  constructor(rows: readonly SObjectRecord[]) {
    super();
    this.#rows = rows;
  }

  hasnext$(): boolean {
    return this.#position < this.#rows.length;
  }

  next$(): SObjectRecord {
    const row = this.#rows[this.#position];
    if (row === undefined) throw new NoSuchElementException('Iterator has no more elements.');
    this.#position += 1;
    return row;
  }
}
describePlatformClass(QueryLocatorIterator, 'Database.QueryLocatorIterator', ['System.Iterator<SObject>', 'System.Iterator']);

/** Names and rights of the query are looked at when it runs, its syntax at once. */
export function queryLocator(text: string | null, access: Access): QueryLocator {
  return new QueryLocator({ ...dynamicQuery(text), access }, text ?? undefined);
}

export function queryLocatorWithBinds(text: string | null, map: BindMap | null, access: Access): QueryLocator {
  return new QueryLocator({ ...dynamicQueryWithBinds(text, map), access }, text ?? undefined);
}

/** `Database.getQueryLocator([SELECT …])`: emitted code hands the query over instead of its rows. A list of records has none. platform-facts: query-locator-inline-query. */
export function queryLocatorOf(query: DeferredQuery | ApexList | null): QueryLocator {
  if (query === null) throw nullArgument();
  if (query instanceof ApexList) throw new UnsupportedFeature('Database.getQueryLocator of a list', 'As on the platform, its argument must be an inline query or the text of one.');
  return new QueryLocator(query, undefined);
}

/** The parts of a query of emitted code that is run later, by whoever gets it. */
export function deferredQuery(query: SoqlQuery, binds: readonly unknown[], access: Access): DeferredQuery {
  return { query, binds, access };
}

/** The rows as a list of their concrete type, so that a cast to `List<Account>` works. */
export function queryRows({ query, binds }: DynamicQuery, access: Access): ApexList<SObjectRecord> {
  const rows = runQuery(query, binds, access);
  const objectName = rows[0]?.$shape.apiName ?? context().schema.describe(query.from.objectName.toLowerCase())?.apiName ?? 'SObject';
  return ApexList.of(sobject(objectName), rows);
}

/** platform-facts: query-locator-rows. */
function iteratorOf({ query }: QueryLocator): QueryLocatorIterator {
  const { items } = queryRows(query, query.access);
  context().limits.consume('queryLocatorRows', items.length);
  return new QueryLocatorIterator(items);
}

export const QUERY_LOCATOR = defineClass('Database.QueryLocator', {
  'String getQuery()': (self: QueryLocator) => self.text,
  'Database.QueryLocatorIterator iterator()': (self: QueryLocator) => iteratorOf(self),
}, { instances: QueryLocator });

export const QUERY_LOCATOR_ITERATOR = defineClass('Database.QueryLocatorIterator', {
  'Boolean hasNext()': (self: QueryLocatorIterator) => self.hasnext$(),
  'SObject next()': (self: QueryLocatorIterator) => self.next$(),
}, { instances: QueryLocatorIterator });
