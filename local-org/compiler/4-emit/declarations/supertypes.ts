/** All types an object of a class is an instance of. */
import type { Type, TypeSymbol } from '../../types.ts';

/** The class itself, its superclasses and all interfaces, type arguments filled in. */
export function supertypesOf(symbol: TypeSymbol): readonly Type[] {
  const found: Type[] = [];
  collect({ kind: 'class', symbol, arguments: [] }, found);
  return found;
}

function collect(type: Type, found: Type[]): void {
  if (type.kind !== 'class') return;
  found.push(type);
  const { symbol } = type;
  const values = new Map(symbol.typeParameters.map((name, index) => [name, type.arguments[index]]));
  for (const above of [symbol.superType, ...symbol.interfaces]) if (above !== undefined) collect(substitute(above, values), found);
}

function substitute(type: Type, values: ReadonlyMap<string, Type | undefined>): Type {
  switch (type.kind) {
    case 'parameter': return values.get(type.name) ?? type;
    case 'list': case 'set': return { kind: type.kind, element: substitute(type.element, values) };
    case 'map': return { kind: 'map', key: substitute(type.key, values), value: substitute(type.value, values) };
    case 'class': return { kind: 'class', symbol: type.symbol, arguments: type.arguments.map((argument) => substitute(argument, values)) };
    default: return type;
  }
}
