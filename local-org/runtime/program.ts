/** A linked program: emitted modules loaded into this process, classes found by name, entry points by annotation, stack frames turned back into Apex. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import type { AnnotationParameters, EmittedModule, EmittedProgram, MethodInfo, TriggerInfo, TypeInfo } from '../compiler/4-emit/emitted.ts';
import type { TriggerEvent } from '../compiler/1-parse/ast.ts';
import type { Sharing } from '../compiler/api-versions.ts';
import { LineMap } from '../compiler/4-emit/source-map.ts';
import type { ApexPlace } from '../compiler/4-emit/source-map.ts';
import type { RecordClass } from '../values/sobject.ts';
import type { EmittedClass } from './support/classes.ts';
import { helpers } from './support/helpers.ts';
import { APEX_SCHEME } from './support/native-errors.ts';

/** What emitted code is linked against besides its own classes. */
export interface LinkEnvironment {
  /** The library function behind a key; throws for unknown keys. */
  platform(key: string): unknown;
  enumConstant(qualifiedName: string, name: string): unknown;
  /** The record class of an object by API name; throws for unknown objects. */
  recordClass(apiName: string): RecordClass;
}

export interface LinkOptions {
  /** Adds the source map to the text, for a debugger attached to the process. */
  readonly inlineSourceMaps?: boolean;
  /** Where the Apex files lie: a debugger opens them there. Without it maps name them by their path in the project. */
  readonly sourceFolder?: string;
}

/** Statics of one class; see 4-emit/declarations/statics.ts. */
export interface StaticsHolder {
  $epoch: number;
  [field: string]: unknown;
}

interface LinkedStatics {
  readonly holder: StaticsHolder;
  readonly initialise: () => StaticsHolder;
}

type Definer = (base: EmittedClass | undefined) => EmittedClass;

interface LoadedModule {
  readonly define: Readonly<Record<string, Definer>>;
  readonly statics: Readonly<Record<string, LinkedStatics>>;
  readonly triggers: Readonly<Record<string, () => void>>;
  link(): void;
}

export interface LinkedTrigger extends TriggerInfo {
  readonly run: () => void;
}

/** A static method that something outside Apex may call. */
export interface EntryPoint {
  readonly type: TypeInfo;
  readonly method: MethodInfo;
  invoke(...values: unknown[]): unknown;
}

/** `update(List<Id>, String)`, as messages name a method. */
export function signatureText({ name, parameters }: MethodInfo): string {
  return `${name}(${parameters.map(({ type }) => type).join(', ')})`;
}

const fold = (name: string): string => name.toLowerCase();

export class Program {
  /** By folded qualified name. */
  readonly types = new Map<string, TypeInfo>();
  readonly triggers: LinkedTrigger[] = [];
  /** Every class's static state, for contexts that must start without it. */
  readonly statics: StaticsHolder[] = [];
  private readonly classes = new Map<string, EmittedClass>();
  private readonly linkedStatics = new Map<string, LinkedStatics>();
  private readonly lineMaps = new Map<string, LineMap>();
  private readonly counters = new Map<string, { readonly lines: readonly number[]; counts: Uint32Array }>();
  private readonly environment: LinkEnvironment;
  private readonly options: LinkOptions;

  private constructor(environment: LinkEnvironment, options: LinkOptions) {
    this.environment = environment;
    this.options = options;
  }

  static link(emitted: EmittedProgram, environment: LinkEnvironment, options: LinkOptions = {}): Program {
    const program = new Program(environment, options);
    program.add(emitted);
    return program;
  }

  /** A program that has these modules too and shares everything else: anonymous Apex. */
  extend(emitted: EmittedProgram): Program {
    const extended = new Program(this.environment, this.options);
    for (const part of ['types', 'classes', 'linkedStatics', 'lineMaps', 'counters'] as const) {
      for (const [name, value] of this[part] as Map<string, unknown>) (extended[part] as Map<string, unknown>).set(name, value);
    }
    extended.triggers.push(...this.triggers);
    extended.statics.push(...this.statics);
    extended.add(emitted);
    return extended;
  }

  private add(emitted: EmittedProgram): void {
    const loaded = emitted.modules.map((module) => ({ module, exports: this.load(module) }));
    for (const type of emitted.types) this.types.set(fold(type.qualifiedName), type);
    for (const { exports } of loaded) {
      for (const [name, statics] of Object.entries(exports.statics)) {
        this.linkedStatics.set(fold(name), statics);
        this.statics.push(statics.holder);
      }
      for (const trigger of emitted.triggers) {
        const run = exports.triggers[trigger.name];
        if (run !== undefined) this.triggers.push({ ...trigger, run });
      }
    }
    this.defineTypes(loaded);
    for (const { exports } of loaded) exports.link();
  }

  private load(module: EmittedModule): LoadedModule {
    const { path } = module;
    const map = this.options.inlineSourceMaps === true ? this.inlineMap(module) : '';
    const script = new Script(module.source + map, { filename: APEX_SCHEME + path });
    this.lineMaps.set(path, new LineMap(module.segments, module.methods));
    const instantiate = script.runInThisContext() as (link: object) => LoadedModule;
    return instantiate({
      helpers,
      platform: (key: string) => this.environment.platform(key),
      enumConstant: (type: string, name: string) => this.environment.enumConstant(type, name),
      recordClass: (apiName: string) => this.environment.recordClass(apiName),
      classOf: (name: string) => this.requireClass(name),
      statics: (name: string) => this.requireStatics(name),
      counters: (size: number) => {
        const counts = new Uint32Array(size);
        this.counters.set(path, { lines: module.coverageLines, counts });
        return counts;
      },
    });
  }

  private inlineMap({ map }: EmittedModule): string {
    const { sourceFolder } = this.options;
    const sources = sourceFolder === undefined ? map.sources : map.sources.map((path) => pathToFileURL(join(sourceFolder, path)).href);
    return `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify({ ...map, sources })).toString('base64')}`;
  }

  /** Superclasses before their subclasses, whatever file they are in. */
  private defineTypes(loaded: readonly { readonly module: EmittedModule; readonly exports: LoadedModule }[]): void {
    const waiting = new Map(loaded.flatMap(({ module, exports }) => module.types.map((type) => [fold(type.name), { ...type, define: exports.define[type.name]! }] as const)));
    const define = (name: string): void => {
      const type = waiting.get(fold(name));
      if (type === undefined) return;
      waiting.delete(fold(name));
      if (type.superName !== undefined) define(type.superName);
      this.classes.set(fold(name), type.define(type.superName === undefined ? undefined : this.requireClass(type.superName)));
    };
    for (const name of [...waiting.keys()]) define(name);
  }

  private requireClass(name: string): EmittedClass {
    const found = this.classes.get(fold(name));
    if (found === undefined) throw new Error(`Class ${name} is not part of the program.`);
    return found;
  }

  private requireStatics(name: string): LinkedStatics {
    const found = this.linkedStatics.get(fold(name));
    if (found === undefined) throw new Error(`Class ${name} has no static state in the program.`);
    return found;
  }

  /** The JavaScript class of a user class or enum by qualified name, ignoring case. */
  classOf(qualifiedName: string): EmittedClass | undefined {
    return this.classes.get(fold(qualifiedName));
  }

  typeOf(qualifiedName: string): TypeInfo | undefined {
    return this.types.get(fold(qualifiedName));
  }

  /** In the order they run. */
  triggersFor(objectName: string, event: TriggerEvent): readonly LinkedTrigger[] {
    return this.triggers.filter((trigger) => fold(trigger.objectName) === fold(objectName) && trigger.events.includes(event));
  }

  /** Calls a static method with Apex values. Overloads are told apart by the number of arguments. */
  invoke(className: string, methodName: string, values: readonly unknown[] = []): unknown {
    const type = this.typeOf(className);
    if (type === undefined) throw new Error(`There is no Apex class ${className}.`);
    const method = type.methods.find((each) => each.isStatic && fold(each.name) === fold(methodName) && each.parameters.length === values.length);
    if (method === undefined) throw new Error(`Class ${type.qualifiedName} has no static method ${methodName} with ${values.length} parameters.`);
    return this.entryPoint(type, method).invoke(...values);
  }

  entryPoint(type: TypeInfo, method: MethodInfo): EntryPoint {
    const owner = this.requireClass(type.qualifiedName) as unknown as Record<string, (...values: unknown[]) => unknown>;
    return { type, method, invoke: (...values) => owner[method.slot]!(...values) };
  }

  /** Classes with an annotation, by its folded name (`restresource`, `istest`). */
  typesWith(annotation: string): readonly { readonly type: TypeInfo; readonly parameters: AnnotationParameters }[] {
    return [...this.types.values()].flatMap((type) => {
      const parameters = type.annotations.get(annotation);
      return parameters === undefined ? [] : [{ type, parameters }];
    });
  }

  /** Static methods with an annotation (`auraenabled`, `istest`, `testsetup`, `invocablemethod`, `httppost`). */
  methodsWith(annotation: string): readonly EntryPoint[] {
    return [...this.types.values()].flatMap((type) => type.methods.filter((method) => method.annotations.has(annotation)).map((method) => this.entryPoint(type, method)));
  }

  /** Lines of a file and how often each ran since the last reset; `undefined` without coverage. */
  coverage(path: string): readonly { readonly line: number; readonly count: number }[] | undefined {
    const counter = this.counters.get(path);
    return counter?.lines.map((line, index) => ({ line, count: counter.counts[index]! }));
  }

  coveredPaths(): readonly string[] {
    return [...this.counters.keys()];
  }

  resetCoverage(): void {
    for (const { counts } of this.counters.values()) counts.fill(0);
  }

  /** A line of a JavaScript stack, in Apex terms; `undefined` for frames of the local org itself. */
  placeOfFrame(frame: string): (ApexPlace & { readonly path: string }) | undefined {
    const match = /apex:(.+):(\d+):(\d+)\)?$/.exec(frame);
    if (match === null) return undefined;
    const path = match[1]!;
    const place = this.lineMaps.get(path)?.find(Number(match[2]), Number(match[3]));
    return place === undefined ? undefined : { ...place, path };
  }

  /** Sharing of the class a frame is in, `trigger` for the body of one, `undefined` for frames of neither. */
  sharingOfFrame(frame: string): Sharing | 'trigger' | undefined {
    const method = this.placeOfFrame(frame)?.method;
    if (method?.startsWith('Trigger.') === true) return 'trigger';
    if (method === undefined || !method.startsWith('Class.')) return undefined;
    return this.typeOf(method.slice('Class.'.length, method.lastIndexOf('.')))?.sharing;
  }
}
