import type { UserSharing } from '../../access/user-sharing.ts';
import type { SqlValue } from '../../store/connection.ts';

/** What a query is run with; fragments read it when their text or their parameters depend on it. */
export interface QueryEnvironment {
  readonly binds: readonly unknown[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly timeZone: string;
  /** Whose rows the user has. */
  readonly sharing: UserSharing;
  /** Stored form of a global that a formula reads (`$User.Alias`); absent where no user asks. */
  readonly global?: ((path: readonly string[]) => SqlValue) | undefined;
  /** Rows the statement may return, one more than allowed to see the excess. */
  readonly rowLimit: number;
}

/** A place in the SQL text that is known when the query runs: it pushes its parameters and answers the code of its text. */
export interface Fragment {
  evaluate(environment: QueryEnvironment, parameters: SqlValue[]): string;
  text(code: string): string;
}

/** SQL as text with fragments in between, in the order of its parameters. */
export type Sql = readonly (string | Fragment)[];

/** Template tag: keeps text, splices SQL. */
export function sql(texts: TemplateStringsArray, ...parts: readonly (string | Sql | Fragment)[]): Sql {
  const pieces: (string | Fragment)[] = [];
  texts.forEach((text, index) => {
    if (text !== '') pieces.push(text);
    const part = parts[index];
    if (part === undefined) return;
    if (Array.isArray(part)) pieces.push(...(part as Sql));
    else pieces.push(part as string | Fragment);
  });
  return pieces;
}

export function joined(parts: readonly Sql[], separator: string): Sql {
  return parts.flatMap((part, index) => (index === 0 ? part : [separator, ...part]));
}

export function parameter(value: (environment: QueryEnvironment) => SqlValue): Fragment {
  return {
    evaluate: (environment, parameters) => {
      parameters.push(value(environment));
      return '';
    },
    text: () => '?',
  };
}

/** SQL that is in the text only while a condition holds, and `otherwise` when it does not. Codes of its own fragments are escaped: they must not hold the mark between codes. */
export function when(holds: (environment: QueryEnvironment) => boolean, body: Sql, otherwise: string): Fragment {
  const fragments = body.filter((piece) => typeof piece !== 'string');
  return {
    evaluate: (environment, parameters) => (holds(environment) ? `+${fragments.map((fragment) => encodeURIComponent(fragment.evaluate(environment, parameters))).join(',')}` : ''),
    text: (code) => {
      if (code === '') return otherwise;
      const codes = code.slice(1).split(',');
      let index = 0;
      return body.map((piece) => (typeof piece === 'string' ? piece : piece.text(decodeURIComponent(codes[index++]!)))).join('');
    },
  };
}

/** A text constant inside SQL. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Combinations kept per statement; lists of many sizes in one query could make any number. */
const KEPT_TEXTS = 500;

/** SQL with its fragments apart; run-time texts are put together once per combination of codes and then found by it. */
export class SqlTemplate {
  readonly #pieces: Sql;
  readonly #fragments: readonly Fragment[];
  readonly #texts = new Map<string, string>();

  constructor(pieces: Sql) {
    this.#pieces = pieces;
    this.#fragments = pieces.filter((piece) => typeof piece !== 'string');
  }

  resolve(environment: QueryEnvironment, parameters: SqlValue[]): string {
    let key = '';
    for (const fragment of this.#fragments) key += `${fragment.evaluate(environment, parameters)}|`;
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    const codes = key.split('|');
    let index = 0;
    const text = this.#pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text(codes[index++]!))).join('');
    if (this.#texts.size >= KEPT_TEXTS) this.#texts.clear();
    this.#texts.set(key, text);
    return text;
  }
}
