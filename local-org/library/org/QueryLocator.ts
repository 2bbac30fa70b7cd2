/** Database.QueryLocator and the lists that dynamic queries give. The rows of a locator are read at once: the local org has no cursors on its server side. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { NoSuchElementException } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { sobject } from '../../values/runtime-type.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import type { Access } from '../ports.ts';
import { UnsupportedFeature } from '../unsupported.ts';
import { runQuery } from './dml.ts';
import { dynamicQuery } from './dynamic-query.ts';
import type { DynamicQuery } from './dynamic-query.ts';

export class QueryLocator extends ApexObject {
  /** `undefined` for a locator over an inline query, whose text is not known at run time. */
  readonly text: string | undefined;
  /** For the batch job that iterates over it. */
  readonly rows: ApexList<SObjectRecord>;

  constructor(text: string | undefined, rows: ApexList<SObjectRecord>) {
    super();
    this.text = text;
    this.rows = rows;
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

export function queryLocator(text: string | null, access: Access): QueryLocator {
  const query = dynamicQuery(text);
  return new QueryLocator(text ?? undefined, queryRows(query, access));
}

/** `Database.getQueryLocator([SELECT …])`: the rows have been read already. */
export function queryLocatorOf(rows: ApexList<SObjectRecord> | null): QueryLocator {
  if (rows === null) throw nullArgument();
  return new QueryLocator(undefined, rows);
}

function queryText(self: QueryLocator): string {
  if (self.text === undefined) throw new UnsupportedFeature('QueryLocator.getQuery() of an inline query', 'Give Database.getQueryLocator the text of the query.');
  return self.text;
}

/** The rows as a list of their concrete type, so that a cast to `List<Account>` works. */
export function queryRows({ query, binds }: DynamicQuery, access: Access): ApexList<SObjectRecord> {
  const rows = runQuery(query, binds, access);
  const objectName = rows[0]?.$shape.apiName ?? context().schema.describe(query.from.objectName.toLowerCase())?.apiName ?? 'SObject';
  return ApexList.of(sobject(objectName), rows);
}

export const QUERY_LOCATOR = defineClass('Database.QueryLocator', {
  'String getQuery()': queryText,
  'Database.QueryLocatorIterator iterator()': (self: QueryLocator) => new QueryLocatorIterator(self.rows.items),
}, { instances: QueryLocator });

export const QUERY_LOCATOR_ITERATOR = defineClass('Database.QueryLocatorIterator', {
  'Boolean hasNext()': (self: QueryLocatorIterator) => self.hasnext$(),
  'SObject next()': (self: QueryLocatorIterator) => self.next$(),
}, { instances: QueryLocatorIterator });
