/** User classes as the library sees them: Type.forName, JSON, stack traces. */
import type { ClassField, ClassPort, StackFrame, StubCall } from '../library/ports.ts';
import type { EnumClass } from '../values/apex-object.ts';
import { classType } from '../values/runtime-type.ts';
import type { RuntimeType } from '../values/runtime-type.ts';
import { apexStack } from './exceptions.ts';
import type { Program } from './program.ts';
import { makeStub } from './stubs.ts';
import type { EmittedClass } from './support/classes.ts';

export class ProgramClasses implements ClassPort {
  private readonly program: Program;
  private readonly knownFields = new Map<EmittedClass, readonly ClassField[]>();

  constructor(program: Program) {
    this.program = program;
  }

  type(foldedQualifiedName: string): RuntimeType | undefined {
    const found = this.program.typeOf(foldedQualifiedName);
    return found === undefined ? undefined : classType(found.qualifiedName);
  }

  instantiate(type: RuntimeType): unknown {
    const created = this.concrete(type);
    const construct = created?.$description.construct;
    if (created === undefined || construct === undefined) return undefined;
    return (new created() as unknown as Record<string, () => unknown>)[construct]!();
  }

  allocate(type: RuntimeType): unknown {
    const created = this.concrete(type);
    return created === undefined ? undefined : new created();
  }

  stub(type: RuntimeType, answer: (call: StubCall) => unknown): object | undefined {
    return makeStub(this.program, type.name, answer);
  }

  fields(type: RuntimeType): readonly ClassField[] | undefined {
    const created = this.described(type);
    return created === undefined ? undefined : this.fieldsOf(created);
  }

  enumConstant(type: RuntimeType, name: string): unknown {
    if (type.kind !== 'class' || this.program.typeOf(type.name)?.kind !== 'enum') return undefined;
    return (this.program.classOf(type.name) as unknown as EnumClass).$byName.get(name.toLowerCase());
  }

  stack(exception: Error): readonly StackFrame[] {
    return apexStack(exception, this.program);
  }

  isAssignable(from: RuntimeType, to: RuntimeType): boolean {
    return from.kind === 'class' && (this.program.typeOf(from.name)?.supertypes.includes(to.name) ?? false);
  }

  private described(type: RuntimeType): EmittedClass | undefined {
    if (type.kind !== 'class' || this.program.typeOf(type.name)?.kind !== 'class') return undefined;
    return this.program.classOf(type.name);
  }

  private concrete(type: RuntimeType): EmittedClass | undefined {
    const created = this.described(type);
    return created === undefined || created.$description.isAbstract ? undefined : created;
  }

  /** platform-facts: json-field-order. Those of the superclass come first. */
  private fieldsOf(created: EmittedClass): readonly ClassField[] {
    const known = this.knownFields.get(created);
    if (known !== undefined) return known;
    const above = Object.getPrototypeOf(created) as Partial<EmittedClass>;
    const inherited = above.$description === undefined ? [] : this.fieldsOf(above as EmittedClass);
    const fields = [...inherited, ...created.$description.fields.map(({ name, slot, type, isTransient, isAuraEnabled }): ClassField => ({
      name, type, isTransient, isAuraEnabled,
      read: (instance) => (instance as Record<string, unknown>)[slot] ?? null,
      write: (instance, value) => {
        (instance as Record<string, unknown>)[slot] = value;
      },
    }))];
    this.knownFields.set(created, fields);
    return fields;
  }
}
