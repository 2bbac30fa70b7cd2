import type { Type } from '../types.ts';

/** The name a type has at run time: `Map<Id,Account>`, `Outer.Inner`, `void`. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case 'primitive': return type.name;
    case 'list': return `List<${typeText(type.element)}>`;
    case 'set': return `Set<${typeText(type.element)}>`;
    case 'map': return `Map<${typeText(type.key)},${typeText(type.value)}>`;
    case 'sobject': return type.apiName;
    case 'class': return type.arguments.length === 0 ? type.symbol.qualifiedName : `${type.symbol.qualifiedName}<${type.arguments.map(typeText).join(',')}>`;
    case 'void': return 'void';
    case 'parameter': case 'null': case 'error': return 'Object';
  }
}
