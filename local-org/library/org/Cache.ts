/**
 * Platform cache: partitions of the org and of the session. Values are copied in and out. A test has a cache of its own; outside of tests the cache lives until the next
 * deploy, which the platform allows at any time. platform-facts: cache-partitions-not-checked
 */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { ApexSet } from '../../values/collections/set.ts';
import { TypeException, platformExceptionNamed } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { OBJECT, STRING } from '../../values/runtime-type.ts';
import { defineClass, defineInterface } from '../define.ts';
import type { LibraryClass, LibraryFunction } from '../define.ts';
import { context } from '../ports.ts';
import { PerTransaction } from '../transaction.ts';
import { deepCopy } from './deep-copy.ts';
import type { TypeToken } from './Type.ts';

interface Entry {
  readonly value: unknown;
  readonly expiresAt: number;
}
type Entries = Map<string, Entry>;
type Scope = 'Org' | 'Session';

/** Entries by scope and partition, and of the session by user. */
class CacheStore {
  readonly #partitions = new Map<string, Entries>();

  entries(key: string): Entries {
    const known = this.#partitions.get(key) ?? new Map<string, Entry>();
    this.#partitions.set(key, known);
    return known;
  }
}

const ofTest = new PerTransaction(() => new CacheStore());
const ofSchema = new WeakMap<object, CacheStore>();

function store(): CacheStore {
  const { test, schema } = context();
  if (test.isRunning) return ofTest.get();
  const known = ofSchema.get(schema) ?? new CacheStore();
  ofSchema.set(schema, known);
  return known;
}

const InvalidParamException = platformExceptionNamed('cache.InvalidParamException');
const SECONDS: Readonly<Record<Scope, { readonly standard: number; readonly most: number }>> = {
  Org: { standard: 86_400, most: 172_800 }, Session: { standard: 28_800, most: 28_800 },
};
const LONGEST_KEY = 50;

class Partition extends ApexObject {
  readonly scope: Scope;
  readonly name: string;

  constructor(scope: Scope, name: string) {
    super();
    this.scope = scope;
    this.name = name;
  }

  get entries(): Entries {
    const owner = this.scope === 'Session' ? context().user.id : '';
    return store().entries(`${this.scope}:${this.name.toLowerCase()}:${owner}`);
  }

  get(key: string | null): unknown {
    const entry = this.live(key);
    return entry === undefined ? null : deepCopy(entry.value);
  }

  live(key: string | null): Entry | undefined {
    const name = checkedKey(key);
    const entry = this.entries.get(name);
    if (entry === undefined || entry.expiresAt > context().clock.now()) return entry;
    this.entries.delete(name);
    return undefined;
  }

  put(key: string | null, value: unknown, seconds: number | null = null): void {
    const name = checkedKey(key);
    if (value === null) throw new InvalidParamException('Value cannot be null.');
    const { standard, most } = SECONDS[this.scope];
    const lasting = seconds ?? standard;
    if (lasting < 0 || lasting > most) throw new InvalidParamException(`Time to live must be between 0 and ${most} seconds.`);
    this.entries.set(name, { value: deepCopy(value), expiresAt: context().clock.now() + (lasting === 0 ? standard : lasting) * 1000 });
  }

  /** What the builder makes stays in the cache. */
  load(builder: TypeToken | null, key: string | null): unknown {
    if (builder === null) throw nullArgument();
    const name = `${builder.name.replaceAll('.', '')}${checkedKey(key)}`;
    const entry = this.entries.get(name);
    if (entry !== undefined && entry.expiresAt > context().clock.now()) return deepCopy(entry.value);
    const made = context().classes.instantiate(builder.type) as { doload$string?: (key: string | null) => unknown } | undefined;
    if (made?.doload$string === undefined) throw new TypeException(`${builder.name} must implement Cache.CacheBuilder.`);
    const value = made.doload$string(key);
    if (value !== null) this.entries.set(name, { value: deepCopy(value), expiresAt: context().clock.now() + SECONDS[this.scope].standard * 1000 });
    return value;
  }

  remove(key: string | null): boolean {
    return this.entries.delete(checkedKey(key));
  }
}

class OrgPartition extends Partition {}
class SessionPartition extends Partition {}
describePlatformClass(Partition, 'cache.Partition');
describePlatformClass(OrgPartition, 'cache.OrgPartition', ['cache.Partition']);
describePlatformClass(SessionPartition, 'cache.SessionPartition', ['cache.Partition']);

/** `key` or `namespace.partition.key`: letters and digits, at most 50. */
function checkedKey(key: string | null): string {
  if (key === null) throw nullArgument();
  const last = key.slice(key.lastIndexOf('.') + 1);
  if (!/^[A-Za-z0-9]+$/.test(last) || last.length > LONGEST_KEY) throw new InvalidParamException(`Invalid cache key: ${key}. Keys have letters and digits only, at most ${LONGEST_KEY}.`);
  return last;
}

function partition(scope: Scope, name: string | null): Partition {
  if (name === null) throw nullArgument();
  if (!/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)?$/.test(name)) throw new InvalidParamException(`Invalid partition name: ${name}`);
  return scope === 'Org' ? new OrgPartition(scope, name) : new SessionPartition(scope, name);
}

type Text = string | null;
type Self = Partition;

/** The static methods of Cache.Org work on a partition too: the default one, or the one a key names. */
function methods(scope: Scope | undefined): Record<string, LibraryFunction> {
  const isStatic = scope !== undefined;
  const word = isStatic ? 'static ' : '';
  const on = (work: (self: Self, ...values: never[]) => unknown): LibraryFunction => {
    if (!isStatic) return work;
    return ((...values: never[]) => work(partition(scope, partitionOfKey(values)), ...values));
  };
  return {
    [`${word}Boolean contains(String key)`]: on((self: Self, key: Text) => self.live(key) !== undefined),
    [`${word}Object get(String key)`]: on((self: Self, key: Text) => self.get(key)),
    [`${word}Object get(System.Type builder, String key)`]: on((self: Self, builder: TypeToken | null, key: Text) => self.load(builder, key)),
    [`${word}void put(String key, Object value)`]: on((self: Self, key: Text, value: unknown) => self.put(key, value)),
    [`${word}void put(String key, Object value, Integer seconds)`]: on((self: Self, key: Text, value: unknown, seconds: number | null) => self.put(key, value, seconds)),
    [`${word}void put(String key, Object value, cache.Visibility visibility)`]: on((self: Self, key: Text, value: unknown) => self.put(key, value)),
    [`${word}void put(String key, Object value, Integer seconds, cache.Visibility visibility, Boolean isImmutable)`]: on((self: Self, key: Text, value: unknown, seconds: number | null) => self.put(key, value, seconds)),
    [`${word}Boolean remove(String key)`]: on((self: Self, key: Text) => self.remove(key)),
    [`${word}Boolean remove(System.Type builder, String key)`]: on((self: Self, builder: TypeToken | null, key: Text) => self.entries.delete(`${builder?.name.replaceAll('.', '') ?? ''}${checkedKey(key)}`)),
    [`${word}Set<String> getKeys()`]: on((self: Self) => ApexSet.of(STRING, [...self.entries.keys()])),
    [`${word}Long getNumKeys()`]: on((self: Self) => BigInt(self.entries.size)),
    [`${word}String getName()`]: on((self: Self) => self.name),
  };
}

/** `local.Partition.key` names its partition, a plain key the default one. */
function partitionOfKey(values: readonly unknown[]): string {
  const key = values.find((value) => typeof value === 'string');
  return typeof key === 'string' && key.includes('.') ? key.slice(0, key.lastIndexOf('.')) : 'local.default';
}

const listMethods: Record<string, LibraryFunction> = {
  'static List<Object> get(List<String> keys)': (keys: ApexList<Text> | null) => {
    if (keys === null) throw nullArgument();
    return ApexList.of(OBJECT, keys.items.map((key) => partition('Org', partitionOfKey([key])).get(key)));
  },
};

export const CACHE_CLASSES: readonly LibraryClass[] = [
  defineInterface('cache.CacheBuilder', ['Object doLoad(String key)']),
  defineClass('cache.Partition', { ...methods(undefined), 'Boolean isAvailable()': () => true }, { instances: Partition }),
  defineClass('cache.OrgPartition', { ...methods(undefined), 'Boolean isAvailable()': () => true }, { instances: OrgPartition }),
  defineClass('cache.SessionPartition', { ...methods(undefined), 'Boolean isAvailable()': () => true }, { instances: SessionPartition }),
  defineClass('cache.Org', { ...methods('Org'), ...listMethods, 'static cache.OrgPartition getPartition(String name)': (name: Text) => partition('Org', name) }),
  defineClass('cache.Session', {
    ...methods('Session'), 'static Boolean isAvailable()': () => true, 'static cache.SessionPartition getPartition(String name)': (name: Text) => partition('Session', name),
  }),
];
