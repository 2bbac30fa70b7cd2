/** Apex types as components see them: what crosses between Apex and JavaScript as JSON. */
import type { PrimitiveName, Type, TypeSymbol } from '../../local-org/compiler/types.ts';
import { TypingsProblem } from './world.ts';

const PRIMITIVES: Readonly<Record<PrimitiveName, string>> = {
  Boolean: 'boolean', Integer: 'number', Long: 'number', Double: 'number', Decimal: 'number',
  String: 'string', Id: 'string', Date: 'string', Datetime: 'string', Time: 'string', Blob: 'string', Object: 'unknown',
};

export interface TypeNames {
  /** How an interface or union made of a type of the project is written where it is used. */
  ofSymbol(symbol: TypeSymbol): string;
  ofRecord(apiName: string): string;
  /** Of what the type stands in, for messages: `StoreTaskController.claim`. */
  readonly place: string;
}

/** The type without null. */
export function typeText(type: Type, names: TypeNames): string {
  switch (type.kind) {
    case 'primitive': return PRIMITIVES[type.name];
    case 'void': return 'void';
    case 'list': return `readonly ${elementText(type.element, names)}[]`;
    case 'map': return mapText(type, names);
    case 'sobject': return names.ofRecord(type.apiName);
    case 'class': return type.symbol.origin === 'user' ? names.ofSymbol(type.symbol) : 'unknown';
    // platform-facts: aura-no-sets
    case 'set': throw new TypingsProblem(`${names.place}: a Set does not cross between Apex and a component. Use a List.`);
    default: return 'unknown';
  }
}

function elementText(type: Type, names: TypeNames): string {
  const text = typeText(type, names);
  return text.startsWith('readonly ') ? `(${text})` : text;
}

function mapText({ key, value }: Extract<Type, { kind: 'map' }>, names: TypeNames): string {
  if (key.kind !== 'primitive' || PRIMITIVES[key.name] !== 'string') throw new TypingsProblem(`${names.place}: the keys of a Map that a component gets are Strings or Ids.`);
  return `Readonly<Record<string, ${nullable(typeText(value, names))}>>`;
}

/** Apex knows no type without null. */
export function nullable(text: string): string {
  return text === 'unknown' || text === 'void' ? text : `${text} | null`;
}

/** Types of the project that a type is made of, itself included. */
export function symbolsIn(type: Type): readonly TypeSymbol[] {
  switch (type.kind) {
    case 'list': case 'set': return symbolsIn(type.element);
    case 'map': return symbolsIn(type.value);
    case 'class': return type.symbol.origin === 'user' ? [type.symbol] : [];
    default: return [];
  }
}
