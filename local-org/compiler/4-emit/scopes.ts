/** What a printer knows while it prints: the program, the module (one source file) and the function it is in. */
import { js, text, join } from './code.ts';
import type { Code } from './code.ts';
import type { HelperName } from './helper-names.ts';
import { className, staticInitializerName, staticsName } from './names.ts';
import { printData } from './data-literal.ts';
import type { ConstantValue, Local, TypedExpression, TypedStatement, TypedType } from '../3-check/typed.ts';
import type { Sharing } from '../api-versions.ts';
import type { FieldSymbol, Type, TypeSymbol } from '../types.ts';
import type { Position } from '../position.ts';
import type { SoqlQuery } from '../../soql/syntax.ts';

/** Facts about the whole program, gathered before anything is printed. */
export interface ProgramFacts {
  /** Static finals whose value is a literal: used in place. */
  readonly constants: ReadonlyMap<FieldSymbol, ConstantValue>;
  /** Classes with a static state of their own: a statics holder and an initialiser exist. */
  readonly withStatics: ReadonlySet<TypeSymbol>;
  readonly coverage: boolean;
}

export interface Printers {
  expression(expression: TypedExpression, scope: FunctionScope): Code;
  statement(statement: TypedStatement, scope: FunctionScope): Code;
}

export class ModuleScope {
  readonly program: ProgramFacts;
  readonly printers: Printers;
  /** User types declared in this file, by symbol. */
  readonly own: ReadonlyMap<TypeSymbol, TypedType>;
  readonly helpers = new Set<HelperName>();
  /** Types of other files whose class, or whose statics, this one uses. */
  readonly foreignClasses = new Set<TypeSymbol>();
  readonly foreignStatics = new Set<TypeSymbol>();
  /** `const` declarations at the head, in order of need. */
  readonly constants: Code[] = [];
  /** Apex line of every coverage counter. */
  readonly coverageLines: number[] = [];
  private readonly known = new Map<string, string>();
  private readonly queries = new Map<SoqlQuery, string>();
  private readonly coverageSlots = new Map<number, number>();

  constructor(program: ProgramFacts, printers: Printers, own: ReadonlyMap<TypeSymbol, TypedType>) {
    this.program = program;
    this.printers = printers;
    this.own = own;
  }

  helper(name: HelperName): string {
    this.helpers.add(name);
    return `$${name}`;
  }

  /** A module constant, declared once per `key`. */
  constant(prefix: string, key: string, value: () => Code): string {
    const name = this.known.get(`${prefix}:${key}`);
    if (name !== undefined) return name;
    const content = value();
    const created = `${prefix}$${this.constants.length}`;
    this.known.set(`${prefix}:${key}`, created);
    this.constants.push(js`const ${created} = ${content};`);
    return created;
  }

  platformFunction(key: string): string {
    return this.constant('p', key, () => js`$link.platform(${text(key)})`);
  }

  recordClass(objectName: string): string {
    return this.constant('r', objectName, () => js`$link.recordClass(${text(objectName)})`);
  }

  query(query: SoqlQuery): string {
    const name = this.queries.get(query);
    if (name !== undefined) return name;
    const created = this.constant('q', String(this.queries.size), () => printData(query));
    this.queries.set(query, created);
    return created;
  }

  /** The interned run-time type. */
  runtimeType(type: Type): string {
    return this.constant('t', typeKey(type), () => this.printType(type));
  }

  private printType(type: Type): Code {
    switch (type.kind) {
      case 'primitive': return js`${this.helper('primitive')}(${text(type.name)})`;
      case 'list': return js`${this.helper('listOf')}(${this.runtimeType(type.element)})`;
      case 'set': return js`${this.helper('setOf')}(${this.runtimeType(type.element)})`;
      case 'map': return js`${this.helper('mapOf')}(${this.runtimeType(type.key)}, ${this.runtimeType(type.value)})`;
      case 'sobject': return js`${this.helper('sobject')}(${text(type.apiName)})`;
      case 'class': {
        const typeArguments = type.arguments.map((argument) => this.runtimeType(argument));
        return js`${this.helper('classType')}(${text(type.symbol.qualifiedName)}, [${join(typeArguments, ', ')}])`;
      }
      case 'void': return js`${this.helper('classType')}("void")`;
      case 'parameter': case 'null': case 'error': return js`${this.helper('primitive')}("Object")`;
    }
  }

  classOf(symbol: TypeSymbol): string {
    if (!this.own.has(symbol)) this.foreignClasses.add(symbol);
    return className(symbol);
  }

  /** The statics holder, initialised in this transaction. */
  staticsOf(symbol: TypeSymbol): Code {
    if (!this.own.has(symbol)) this.foreignStatics.add(symbol);
    const holder = staticsName(symbol);
    return js`(${holder}.$epoch === ${this.helper('machine')}.epoch ? ${holder} : ${staticInitializerName(symbol)}())`;
  }

  coverageSlot(line: number): number {
    const known = this.coverageSlots.get(line);
    if (known !== undefined) return known;
    const slot = this.coverageLines.length;
    this.coverageLines.push(line);
    this.coverageSlots.set(line, slot);
    return slot;
  }
}

function typeKey(type: Type): string {
  switch (type.kind) {
    case 'primitive': return type.name;
    case 'list': case 'set': return `${type.kind}<${typeKey(type.element)}>`;
    case 'map': return `map<${typeKey(type.key)},${typeKey(type.value)}>`;
    case 'sobject': return `sobject ${type.apiName}`;
    case 'class': return `class ${type.symbol.qualifiedName}<${type.arguments.map(typeKey).join(',')}>`;
    case 'void': return 'void';
    case 'parameter': case 'null': case 'error': return 'Object';
  }
}

export interface FunctionKind {
  /** The class the code stands in; `undefined` in a trigger. */
  readonly owner: TypedType | undefined;
  readonly kind: 'instance' | 'static' | 'constructor' | 'staticInitializer' | 'trigger';
  readonly sharing: Sharing;
}

/** Turns of loops that are counted at once. */
const TURNS_IN_BATCH = 256;

export class FunctionScope {
  readonly module: ModuleScope;
  readonly context: FunctionKind;
  readonly neverNull: ReadonlySet<Local>;
  readonly constants: ProgramFacts['constants'];
  private readonly names = new Map<Local, Code>();
  private readonly taken = new Set<string>();
  private readonly temporaries: string[] = [];
  private countsTurns = false;

  constructor(module: ModuleScope, context: FunctionKind, neverNull: ReadonlySet<Local>) {
    this.module = module;
    this.context = context;
    this.neverNull = neverNull;
    this.constants = module.program.constants;
  }

  helper(name: HelperName): string {
    return this.module.helper(name);
  }

  expression(expression: TypedExpression): Code {
    return this.module.printers.expression(expression, this);
  }

  statement(statement: TypedStatement): Code {
    return this.module.printers.statement(statement, this);
  }

  /** JavaScript name of a local variable: as in the source, numbered when another one of this function has the name. */
  local(local: Local): Code {
    const known = this.names.get(local);
    if (known !== undefined) return known;
    const base = `l$${local.name.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_')}`;
    let name = base;
    for (let number = 2; this.taken.has(name); number++) name = `${base}$${number}`;
    this.taken.add(name);
    this.names.set(local, name);
    return name;
  }

  /** Lets a local of the checker stand for an existing JavaScript name. */
  alias(local: Local, name: Code): void {
    this.names.set(local, name);
  }

  /** A fresh variable of the function, declared at its head. */
  temporary(): string {
    const name = `$${this.temporaries.length + 1}`;
    this.temporaries.push(name);
    return name;
  }

  /** Declarations for the head of the function; asked for after the body is printed. */
  declarations(): Code[] {
    const names = this.countsTurns ? [...this.temporaries, '$turns = 0'] : this.temporaries;
    return names.length === 0 ? [] : [`let ${names.join(', ')};`];
  }

  /** In a static member of the class itself the entry check has already initialised the statics. */
  staticsOf(symbol: TypeSymbol): Code {
    const { owner, kind } = this.context;
    const isReady = owner?.symbol === symbol && (kind === 'static' || kind === 'staticInitializer' || kind === 'constructor');
    return isReady ? staticsName(symbol) : this.module.staticsOf(symbol);
  }

  coverage(position: Position): Code[] {
    return this.module.program.coverage ? [`$cov[${this.module.coverageSlot(position.line)}]++;`] : [];
  }

  /** A call burns one unit of CPU fuel. */
  burnFuel(): Code {
    return js`if (--${this.helper('machine')}.fuel < 0) ${this.helper('cpuExceeded')}();`;
  }

  /**
   * A turn of a loop burns one too, but in a variable of the function: writing to memory on every turn would be most of the work of a small loop.
   * `settleTurns` belongs behind the loop; what a `return` out of a loop leaves unsettled is less than one batch.
   */
  countTurn(): Code {
    this.countsTurns = true;
    const { fuel, exceeded, batch } = { fuel: js`${this.helper('machine')}.fuel`, exceeded: this.helper('cpuExceeded'), batch: String(TURNS_IN_BATCH) };
    return js`if (++$turns === ${batch}) { $turns = 0; if ((${fuel} -= ${batch}) < 0) ${exceeded}(); }`;
  }
  settleTurns(): Code {
    return js`${this.helper('machine')}.fuel -= $turns; $turns = 0;`;
  }
}
