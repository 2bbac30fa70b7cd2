/** What `$User.Alias`, `$Label.Hello` and their like stand for, as stored values. */
import type { OrgSchema } from '../../schema/schema.ts';
import { makeId, rowOfId } from '../../values/id.ts';
import { ownSharing } from '../access/user-sharing.ts';
import type { DataSession } from '../session.ts';
import { Scope, storedText } from '../soql/plan/scope.ts';
import { SqlTemplate, sql } from '../soql/plan/sql.ts';
import type { QueryEnvironment } from '../soql/plan/sql.ts';
import type { SqlValue } from '../store/connection.ts';
import type { Store } from '../store/store.ts';

/** What formulas ask of the running user. */
export type FormulaSession = Pick<DataSession, 'user' | 'clock'>;

const NOBODY = ownSharing([]);
const ORIGIN = Date.UTC(1900, 0, 1);

type Global = (path: readonly string[], session: FormulaSession) => SqlValue;

/** One per installed schema. */
export class FormulaGlobals {
  readonly #store: Store;
  readonly #schema: OrgSchema;
  readonly #templates = new Map<string, SqlTemplate>();
  readonly #globals: Readonly<Record<string, Global>> = {
    $User: (path, session) => this.#fieldOf('user', path[1]!, userRow(session), session),
    $Profile: (path, session) => this.#fieldOf('profile', path[1]!, this.#number('SELECT "profileid" FROM "user" WHERE "id" = ?', userRow(session)), session),
    $UserRole: (path, session) => this.#fieldOf('userrole', path[1]!, this.#number('SELECT "userroleid" FROM "user" WHERE "id" = ?', userRow(session)), session),
    $Organization: (path, session) => this.#fieldOf('organization', path[1]!, this.#number('SELECT "id" FROM "organization" LIMIT 1'), session),
    $Label: (path) => this.#schema.labels.get(path[1]!.toLowerCase()) ?? null,
    $Permission: (path, session) => Number(session.user.hasCustomPermission?.(path[1]!.toLowerCase()) ?? false),
    $CustomMetadata: (path, session) => this.#fieldOf(path[1]!.toLowerCase(), path[3]!, this.#metadataRow(path), session),
    $Setup: (path, session) => this.#setting(path[1]!.toLowerCase(), path[2]!, session),
    $System: () => ORIGIN,
  };

  constructor(store: Store, schema: OrgSchema) {
    this.#store = store;
    this.#schema = schema;
  }

  stored(path: readonly string[], session: FormulaSession): SqlValue {
    const global = this.#globals[path[0]!];
    if (global === undefined) throw new Error(`Formulas here know no ${path.join('.')}.`);
    return global(path, session);
  }

  /** The user's own value goes before the profile's, that before everybody's. */
  #setting(foldedObject: string, field: string, session: FormulaSession): SqlValue {
    const layout = this.#store.requireLayout(foldedObject);
    const profile = this.#number('SELECT "profileid" FROM "user" WHERE "id" = ?', userRow(session)) ?? -1;
    const organization = this.#number('SELECT "id" FROM "organization" LIMIT 1') ?? -1;
    for (const owner of [session.user.id, makeId('00e', profile), makeId('00D', organization)]) {
      const value = this.#fieldOf(foldedObject, field, this.#number(`SELECT "id" FROM ${layout.name} WHERE "setupownerid" = ? AND "isdeleted" = 0`, owner), session);
      if (value !== null) return value;
    }
    return null;
  }

  #metadataRow(path: readonly string[]): number | undefined {
    const layout = this.#store.requireLayout(path[1]!.toLowerCase());
    return this.#number(`SELECT "id" FROM ${layout.name} WHERE "developername" = ?`, path[2]!);
  }

  #number(text: string, ...parameters: SqlValue[]): number | undefined {
    const value = this.#store.reader(text).get(...parameters)?.[0];
    return typeof value === 'number' ? value : undefined;
  }

  #fieldOf(foldedObject: string, field: string, row: number | undefined, session: FormulaSession): SqlValue {
    if (row === undefined) return null;
    const parameters: SqlValue[] = [];
    const text = this.#template(foldedObject, field).resolve(environmentFor(session, this), parameters);
    return this.#store.reader(text).get(...parameters, row)?.[0] ?? null;
  }

  #template(foldedObject: string, field: string): SqlTemplate {
    const key = `${foldedObject}.${field}`;
    let template = this.#templates.get(key);
    if (template === undefined) {
      const scope = new Scope({ layout: (folded) => this.#store.layout(folded) }, this.#store.requireLayout(foldedObject), undefined);
      const value = storedText(scope.resolve([field]).operand);
      this.#templates.set(key, (template = new SqlTemplate(sql`SELECT ${value} FROM ${scope.from} WHERE ${scope.base.alias}."id" = ?`)));
    }
    return template;
  }
}

function userRow(session: FormulaSession): number {
  return rowOfId('005', session.user.id);
}

/** For statements about formulas: they bind nothing and see every row. */
export function environmentFor(session: FormulaSession, globals: FormulaGlobals): QueryEnvironment {
  return {
    binds: [], now: session.clock.now(), timeZone: session.user.timeZone, sharing: NOBODY, rowLimit: -1,
    global: (path) => globals.stored(path, session),
  };
}
