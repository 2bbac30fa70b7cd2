/**
 * Checking a project of which not everything can run here. Real mistakes are reported as always. What is only unsupported is taken out: statements become
 * refusals (refuse.ts); a type that cannot even be declared leaves the program, and what needs it is refused in turn.
 */
import type { ClassDeclaration, MethodDeclaration, TypeDeclaration } from '../1-parse/ast.ts';
import type { SourceUnit } from '../2-bind/program.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { checkProgram } from '../front.ts';
import type { FrontInput, FrontResult } from '../front.ts';
import type { Position } from '../position.ts';
import type { TypeUniverse } from '../universe.ts';
import { refuseUnsupported } from './refuse.ts';

/** A type that is not part of the program because its declaration needs what is not supported. */
export interface RefusedType {
  readonly qualifiedName: string;
  readonly path: string;
  /** What it needs, as refusals name it. */
  readonly what: string;
  /** Names of its test methods, which cannot run. */
  readonly testMethods: readonly string[];
}

export interface PartialResult extends FrontResult {
  readonly refusedTypes: readonly RefusedType[];
}

/** The program may be emitted when no diagnostic is an error; it then holds refusals for everything that is `unsupported`. */
export function checkPartially(input: FrontInput): PartialResult {
  const refusedTypes: RefusedType[] = [];
  const reported: Diagnostic[] = [];
  let units = input.units;
  for (;;) {
    const result = checkProgram({ units, universe: universeWithout(input.universe, refusedTypes) });
    const unsupported = result.diagnostics.filter((one) => one.kind === 'unsupported');
    const taken = takeOut(units, unsupported);
    if (taken.refused.length === 0) {
      const diagnostics = [...reported, ...result.diagnostics];
      return { ...result, program: refuseUnsupported(result.program, unsupported), diagnostics, refusedTypes };
    }
    units = taken.units;
    refusedTypes.push(...taken.refused);
    reported.push(...taken.reasons);
  }
}

/** References to a refused type are told what it lacks. Inner types are also known by their own name. */
function universeWithout(universe: TypeUniverse, refused: readonly RefusedType[]): TypeUniverse {
  if (refused.length === 0) return universe;
  const reasons = new Map(refused.flatMap(({ qualifiedName, what }) => {
    const folded = qualifiedName.toLowerCase();
    const text = `the class ${qualifiedName}, which needs ${what}`;
    return [[folded, text], [folded.slice(folded.lastIndexOf('.') + 1), text]] as const;
  }));
  const reasonOf = (foldedName: string): string | undefined => reasons.get(foldedName) ?? reasons.get(foldedName.split('.', 1)[0]!);
  return {
    platformType: (name) => universe.platformType(name),
    isNamespace: (name) => universe.isNamespace(name),
    sobject: (name) => universe.sobject(name),
    hasLabel: (name) => universe.hasLabel(name),
    missing: (name, member) => reasonOf(name) ?? universe.missing?.(name, member),
  };
}

interface Taken {
  readonly units: readonly SourceUnit[];
  readonly refused: readonly RefusedType[];
  /** The diagnostics of what was taken out. */
  readonly reasons: readonly Diagnostic[];
}

function takeOut(units: readonly SourceUnit[], unsupported: readonly Diagnostic[]): Taken {
  const byPath = Map.groupBy(unsupported, (one) => one.path);
  const refused: RefusedType[] = [];
  const reasons: Diagnostic[] = [];
  const headDiagnostic = (declaration: TypeDeclaration, path: string): Diagnostic | undefined => {
    const places = headPlaces(declaration);
    return byPath.get(path)?.find((one) => places.some((place) => isSamePlace(place, one.pos)));
  };
  const isRefused = (declaration: TypeDeclaration, outer: string | undefined, path: string): boolean => {
    const reason = headDiagnostic(declaration, path);
    if (reason === undefined) return false;
    const qualifiedName = outer === undefined ? declaration.name : `${outer}.${declaration.name}`;
    refused.push({ qualifiedName, path, what: reason.values[0] ?? reason.message, testMethods: testMethodsOf(declaration) });
    reasons.push(reason);
    return true;
  };
  const kept = units.flatMap((source): SourceUnit[] => {
    const { path, unit } = source;
    if (unit.kind === 'Trigger') return byPath.get(path)?.some((one) => isSamePlace(unit.pos, one.pos)) === true ? [] : [source];
    if (unit.kind !== 'ClassUnit') return [source];
    const { declaration } = unit;
    if (isRefused(declaration, undefined, path)) return [];
    if (declaration.kind !== 'Class') return [source];
    const members = declaration.members.filter((member) => !isTypeDeclaration(member) || !isRefused(member, declaration.name, path));
    return [members.length === declaration.members.length ? source : { ...source, unit: { ...unit, declaration: { ...declaration, members } } }];
  });
  return { units: kept, refused, reasons };
}

/** Where the head of a declaration can go wrong: its name and its supertypes. */
function headPlaces(declaration: TypeDeclaration): readonly Position[] {
  switch (declaration.kind) {
    case 'Class': return [declaration.namePos, ...(declaration.superType === undefined ? [] : [declaration.superType.pos]), ...declaration.interfaces.map((each) => each.pos)];
    case 'Interface': return [declaration.namePos, ...declaration.interfaces.map((each) => each.pos)];
    case 'Enum': return [];
  }
}

const isSamePlace = (a: Position, b: Position): boolean => a.line === b.line && a.column === b.column;

type Member = ClassDeclaration['members'][number];

const isTypeDeclaration = (member: Member): member is TypeDeclaration => member.kind === 'Class' || member.kind === 'Interface' || member.kind === 'Enum';

function testMethodsOf(declaration: TypeDeclaration): string[] {
  if (declaration.kind !== 'Class' || !isMarkedTest(declaration)) return [];
  return declaration.members.filter((member): member is MethodDeclaration => member.kind === 'Method' && isMarkedTest(member)).map((method) => method.name);
}

function isMarkedTest({ modifiers }: ClassDeclaration | MethodDeclaration): boolean {
  return modifiers.names.has('testmethod') || modifiers.annotations.some((annotation) => annotation.name.toLowerCase() === 'istest');
}
