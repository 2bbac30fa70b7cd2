/** The maps of describe calls: `getGlobalDescribe()` and `fields.getMap()` find their keys in any case and list them in lower case. platform-facts: describe-map-keys */
import { ApexMap } from '../../values/collections/map.ts';
import { mapOf, STRING } from '../../values/runtime-type.ts';
import type { RuntimeType } from '../../values/runtime-type.ts';

const folded = (key: unknown): unknown => (typeof key === 'string' ? key.toLowerCase() : key);

class CaseInsensitiveMap<V> extends ApexMap<string, V> {
  override get(key: unknown): V | null {
    return super.get(folded(key));
  }

  override has(key: unknown): boolean {
    return super.has(folded(key));
  }

  override put(key: string, value: V): V | null {
    return super.put(folded(key) as string, value);
  }

  override remove(key: unknown): V | null {
    return super.remove(folded(key));
  }

  override shallowClone(): ApexMap<string, V> {
    return new CaseInsensitiveMap(this.type, this.entries());
  }
}

export function caseInsensitiveMap<V>(valueType: RuntimeType, entries: readonly (readonly [string, V])[]): ApexMap<string, V> {
  return new CaseInsensitiveMap<V>(mapOf(STRING, valueType), entries.map(([key, value]) => [key.toLowerCase(), value] as const));
}
