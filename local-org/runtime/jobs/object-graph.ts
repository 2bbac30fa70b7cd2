/**
 * The state of a job as text: everything an Apex object reaches, each object once, so that shared and circular references stay what they are.
 * A job is written when it is queued and read when it runs: what the caller changes meanwhile is not seen, and a restart of the org loses nothing.
 * Transient fields are left out; what the platform cannot serialise is refused with its name. Both directions run inside an Apex transaction.
 */
import { AccessLevel, SYSTEM_MODE, USER_MODE } from '../../library/org/AccessLevel.ts';
import { typeNamed, typeToken, TypeToken } from '../../library/org/Type.ts';
import { UUID } from '../../library/org/UUID.ts';
import { context } from '../../library/ports.ts';
import { libraryClass } from '../../library/registry.ts';
import { sobjectFieldToken, SObjectFieldToken, sobjectTypeToken, SObjectTypeToken } from '../../library/schema/tokens.ts';
import { ApexEnum, ApexObject, type EnumClass } from '../../values/apex-object.ts';
import { Blob } from '../../values/blob.ts';
import { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { ApexSet } from '../../values/collections/set.ts';
import { ApexDate } from '../../values/date.ts';
import { Datetime } from '../../values/datetime.ts';
import { Decimal } from '../../values/decimal.ts';
import { Double } from '../../values/double.ts';
import { ApexException, platformExceptionClass, SerializationException } from '../../values/exceptions.ts';
import { classType, type RuntimeType } from '../../values/runtime-type.ts';
import { setSlot, slotOf, SObjectRecord } from '../../values/sobject.ts';
import { Time } from '../../values/time.ts';

/** A value inside a node: null, Boolean, Integer and text as they are, the others as a tag with what makes them again. `['&', n]` is node n. */
type Cell = null | boolean | number | string | readonly [tag: string, ...rest: (string | number)[]];

type Node =
  | { readonly kind: 'list' | 'set'; readonly type: string; items: readonly Cell[] }
  | { readonly kind: 'map'; readonly type: string; entries: readonly (readonly [Cell, Cell])[] }
  | { readonly kind: 'record'; readonly object: string; readonly state: number; slots: Readonly<Record<string, Cell>> }
  | { readonly kind: 'object'; readonly type: string; fields: Readonly<Record<string, Cell>>; exception?: { readonly message: string | null; readonly cause: Cell } };

interface Graph {
  readonly root: Cell;
  readonly nodes: readonly Node[];
}

/** @throws SerializationException with the name of a type that cannot be kept. */
export function writeGraph(value: unknown): string {
  return JSON.stringify(new GraphWriter().graph(value));
}

/** A copy of its own with every call. Throws when a class of the graph is no longer deployed. */
export function readGraph(text: string): unknown {
  return new GraphReader(JSON.parse(text) as Graph).root();
}

/** An empty object of the class the graph's root has, for those who only ask what it implements; `undefined` when the class is gone. */
export function allocateByName(text: string): unknown {
  const { root, nodes } = JSON.parse(text) as Graph;
  const node = Array.isArray(root) && root[0] === '&' ? nodes[root[1] as number] : undefined;
  return node?.kind === 'object' ? context().classes.allocate(classType(node.type)) : undefined;
}

/** Neither direction calls itself: a chain of a hundred thousand objects is as good as any. */
class GraphWriter {
  private readonly nodes: Node[] = [];
  private readonly objects: object[] = [];
  private readonly known = new Map<object, number>();

  graph(value: unknown): Graph {
    const root = this.cell(value);
    for (let place = 0; place < this.nodes.length; place++) this.fill(this.nodes[place]!, this.objects[place]!);
    return { root, nodes: this.nodes };
  }

  private cell(value: unknown): Cell {
    if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
    if (value === undefined) return null;
    if (typeof value === 'bigint') return ['long', value.toString()];
    return scalarCell(value) ?? this.reference(value);
  }

  private reference(value: object): Cell {
    const known = this.known.get(value);
    if (known !== undefined) return ['&', known];
    const place = this.nodes.length;
    this.known.set(value, place);
    this.nodes.push(emptyNode(value));
    this.objects.push(value);
    return ['&', place];
  }

  private fill(node: Node, value: object): void {
    switch (node.kind) {
      case 'list': node.items = (value as ApexList).items.map((item) => this.cell(item)); break;
      case 'set': node.items = (value as ApexSet).values().map((item) => this.cell(item)); break;
      case 'map': node.entries = (value as ApexMap).entries().map(([key, item]) => [this.cell(key), this.cell(item)] as const); break;
      case 'record': node.slots = this.slots(value as SObjectRecord); break;
      case 'object': {
        node.fields = this.fields(node.type, value);
        if (value instanceof ApexException) node.exception = { message: value.$message, cause: this.cell(value.$cause) };
      }
    }
  }

  private slots(record: SObjectRecord): Record<string, Cell> {
    const set = record.$shape.slots.filter(({ slot }) => slotOf(record, slot) !== undefined);
    return Object.fromEntries(set.map(({ slot }) => [slot, this.cell(slotOf(record, slot))]));
  }

  private fields(typeName: string, value: object): Record<string, Cell> {
    const fields = context().classes.fields(classType(typeName)) ?? [];
    return Object.fromEntries(fields.filter((field) => !field.isTransient).map((field) => [field.name, this.cell(field.read(value))]));
  }
}

function emptyNode(value: object): Node {
  if (value instanceof ApexList) return { kind: 'list', type: value.type.name, items: [] };
  if (value instanceof ApexSet) return { kind: 'set', type: value.type.name, items: [] };
  if (value instanceof ApexMap) return { kind: 'map', type: value.type.name, entries: [] };
  if (value instanceof SObjectRecord) return { kind: 'record', object: value.$shape.apiName, state: value.$stateBits, slots: {} };
  if (value instanceof ApexException) return { kind: 'object', type: value.$typeName, fields: {} };
  if (value instanceof ApexObject && context().classes.fields(value.$type) !== undefined) return { kind: 'object', type: value.$type.name, fields: {} };
  throw new SerializationException(`Not Serializable: ${value instanceof ApexObject ? value.$type.name : value.constructor.name}`);
}

/** Values without identity, and the platform's own objects that are only a name. */
const SCALARS: readonly (readonly [tag: string, type: abstract new (...values: never[]) => object, write: (value: never) => readonly (string | number)[], read: (...parts: never[]) => unknown])[] = [
  ['decimal', Decimal, (value: Decimal) => [value.unscaled.toString(), value.scale], (unscaled: string, scale: number) => Decimal.fromUnscaled(BigInt(unscaled), scale)],
  ['double', Double, (value: Double) => [String(value.value)], (text: string) => new Double(Number(text))],
  ['datetime', Datetime, (value: Datetime) => [value.milliseconds], (milliseconds: number) => new Datetime(milliseconds)],
  ['date', ApexDate, (value: ApexDate) => [value.days], (days: number) => new ApexDate(days)],
  ['time', Time, (value: Time) => [value.milliseconds], (milliseconds: number) => new Time(milliseconds)],
  ['blob', Blob, (value: Blob) => [Buffer.from(value.bytes).toString('base64')], (text: string) => new Blob(new Uint8Array(Buffer.from(text, 'base64')))],
  ['enum', ApexEnum, (value: ApexEnum) => [value.$type.name, value.name], enumConstant],
  ['type', TypeToken, (value: TypeToken) => [value.type.name], (name: string) => typeToken(typeOf(name))],
  ['sobjectType', SObjectTypeToken, (value: SObjectTypeToken) => [value.objectName], (name: string) => sobjectTypeToken(name)],
  ['field', SObjectFieldToken, (value: SObjectFieldToken) => [value.objectName, value.fieldName], (object: string, field: string) => sobjectFieldToken(object, field)],
  ['access', AccessLevel, (value: AccessLevel) => [value.mode], (mode: string) => (mode === 'user' ? USER_MODE : SYSTEM_MODE)],
  ['uuid', UUID, (value: UUID) => [value.text], (text: string) => new UUID(text)],
];
const READERS = new Map(SCALARS.map(([tag, , , read]) => [tag, read as (...parts: unknown[]) => unknown]));

function scalarCell(value: object): Cell | undefined {
  const scalar = SCALARS.find(([, type]) => value instanceof type);
  return scalar === undefined ? undefined : [scalar[0], ...scalar[2](value as never)];
}

function enumConstant(typeName: string, name: string): unknown {
  const platform = libraryClass(typeName.toLowerCase())?.instances as EnumClass | undefined;
  const constant = platform?.$byName.get(name.toLowerCase()) ?? context().classes.enumConstant(classType(typeName), name);
  if (constant === undefined) throw new SerializationException(`The constant ${typeName}.${name} of a waiting job is no longer in the org.`);
  return constant;
}

/** Types that have arguments and are no collection are known by their whole name only. */
const typeOf = (name: string): RuntimeType => typeNamed(name) ?? classType(name);

class GraphReader {
  private readonly graph: Graph;
  private readonly made: readonly object[];

  constructor(graph: Graph) {
    this.graph = graph;
    this.made = graph.nodes.map(makeEmpty);
  }

  /** What hashes its content is filled last, from the inside out. */
  root(): unknown {
    const { nodes, root } = this.graph;
    const hashes = (node: Node): boolean => node.kind === 'set' || node.kind === 'map';
    nodes.forEach((node, place) => { if (!hashes(node)) this.fill(node, this.made[place]!); });
    for (let place = nodes.length - 1; place >= 0; place--) if (hashes(nodes[place]!)) this.fill(nodes[place]!, this.made[place]!);
    return this.value(root);
  }

  private value(cell: Cell): unknown {
    if (!Array.isArray(cell)) return cell;
    const [tag, ...parts] = cell as readonly [string, ...(string | number)[]];
    if (tag === '&') return this.made[parts[0] as number];
    return tag === 'long' ? BigInt(parts[0]!) : READERS.get(tag)!(...parts);
  }

  private fill(node: Node, made: object): void {
    switch (node.kind) {
      case 'list': for (const item of node.items) (made as ApexList).add(this.value(item)); break;
      case 'set': for (const item of node.items) (made as ApexSet).add(this.value(item)); break;
      case 'map': for (const [key, item] of node.entries) (made as ApexMap).put(this.value(key), this.value(item)); break;
      case 'record': for (const [slot, cell] of Object.entries(node.slots)) setSlot(made as SObjectRecord, slot, this.value(cell)); break;
      case 'object': {
        for (const field of context().classes.fields(classType(node.type)) ?? []) {
          const cell = node.fields[field.name];
          if (cell !== undefined) field.write(made, this.value(cell));
        }
        if (node.exception === undefined) break;
        (made as ApexException).$message = node.exception.message;
        (made as ApexException).$cause = this.value(node.exception.cause) as ApexException | null;
      }
    }
  }
}

function makeEmpty(node: Node): object {
  switch (node.kind) {
    case 'list': return new ApexList(typeOf(node.type));
    case 'set': return new ApexSet(typeOf(node.type));
    case 'map': return new ApexMap(typeOf(node.type));
    case 'record': return makeRecord(node.object, node.state);
    case 'object': return makeObject(node.type);
  }
}

function makeRecord(objectName: string, state: number): SObjectRecord {
  const recordClass = context().schema.recordClass(objectName.toLowerCase());
  if (recordClass === undefined) throw new SerializationException(`The object ${objectName} of a waiting job is no longer in the org.`);
  const record = new recordClass();
  record.$stateBits = state;
  return record;
}

function makeObject(typeName: string): object {
  const made = context().classes.allocate(classType(typeName));
  if (made !== undefined) return made as object;
  const exception = platformExceptionClass(typeName.slice(typeName.lastIndexOf('.') + 1).toLowerCase());
  if (exception === undefined) throw new SerializationException(`The class ${typeName} of a waiting job is no longer in the org.`);
  return new exception();
}
