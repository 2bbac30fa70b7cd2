/**
 * The world outside the project's own Apex, as the compiler asks for it: platform types come from the library's declarations, sObjects and labels from the schema.
 * The only place that knows both the compiler's symbols and the library.
 */
import type { TypeUniverse } from '../compiler/universe.ts';
import { isPlatformNamespace } from '../library/symbols/declarations.ts';
import { hasStandardMember, standardObjectName } from '../library/symbols/standard-objects.ts';
import type { MetadataProblem } from '../schema/problem.ts';
import { platformSymbol } from './platform-symbols.ts';

/** What the schema brings in. */
export type SchemaPart = Pick<TypeUniverse, 'sobject' | 'hasLabel'>;

/** Namespaces whose types may be written without them, in the order of Salesforce's name resolution. */
const OPTIONAL_NAMESPACES = ['system', 'schema'];

/** A universe over the whole standard library and one schema. Platform symbols are shared by all universes; make one per deploy. */
export function makeUniverse(schemaPart: SchemaPart): TypeUniverse {
  return {
    platformType: (foldedName) => {
      const found = platformSymbol(foldedName);
      if (found !== undefined) return found;
      for (const namespace of OPTIONAL_NAMESPACES) {
        const inNamespace = platformSymbol(`${namespace}.${foldedName}`);
        if (inNamespace !== undefined) return inNamespace;
      }
      return undefined;
    },
    isNamespace: isPlatformNamespace,
    sobject: (foldedName) => schemaPart.sobject(foldedName),
    hasLabel: (foldedName) => schemaPart.hasLabel(foldedName),
    missing: missingOfPlatform,
  };
}

function missingOfPlatform(foldedName: string, foldedMember?: string): string | undefined {
  const objectName = standardObjectName(foldedName);
  if (objectName === undefined) return undefined;
  if (foldedMember === undefined) return `the standard object ${objectName}`;
  return hasStandardMember(foldedName, foldedMember) ? `${objectName}.${foldedMember}` : undefined;
}

/** A universe that also knows by name the objects and fields whose metadata could not be read. */
export function universeLacking(universe: TypeUniverse, problems: readonly MetadataProblem[]): TypeUniverse {
  const unreadable = new Map(problems.map(({ componentType, fullName }) => [fullName.toLowerCase(), `${componentType} ${fullName}`]));
  // The name of a child relationship stands in the field at its other end: it may be any of those that could not be read.
  const lostChildren = problems.some((one) => one.componentType === 'CustomField' || one.componentType === 'CustomObject');
  const childOf = (name: string, member: string | undefined): string | undefined => (lostChildren && member?.endsWith('__r') === true ? `the relationship ${name}.${member}` : undefined);
  return {
    ...universe,
    missing: (name, member) => unreadable.get(member === undefined ? name : `${name}.${member}`) ?? unreadable.get(`${name}.${relationshipField(member)}`) ?? universe.missing?.(name, member) ?? childOf(name, member),
  };
}

/** The field behind a custom relationship: `Account__r` stands for what `Account__c` refers to. */
const relationshipField = (foldedMember = ''): string => foldedMember.replace(/__r$/, '__c');
