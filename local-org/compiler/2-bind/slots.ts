/** Run-time names of user methods: `slotName`, except that overloads which differ only inside a collection type stay apart. */
import type { ParameterSymbol, Type } from '../types.ts';
import { slotName } from '../types.ts';

export function memberSlot(name: string, parameters: readonly ParameterSymbol[]): string {
  return slotName(name, parameters.map((parameter) => withElementNames(parameter.type)));
}

/** Erasure drops element types; a stand-in type whose name spells them keeps `List<Integer>` and `List<String>` apart. */
function withElementNames(type: Type): Type {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map': return { kind: 'sobject', apiName: elementName(type) };
    default: return type;
  }
}

function elementName(type: Type): string {
  switch (type.kind) {
    case 'list':
    case 'set': return `${type.kind}_of_${elementName(type.element)}`;
    case 'map': return `map_of_${elementName(type.key)}_to_${elementName(type.value)}`;
    case 'primitive': return type.name;
    case 'sobject': return type.apiName;
    case 'class': return [identifier(type.symbol.qualifiedName), ...type.arguments.map(elementName)].join('_');
    default: return type.kind;
  }
}

function identifier(qualifiedName: string): string {
  return qualifiedName.replaceAll('.', '_');
}
