/** Apex REST addresses of a program: `@RestResource(urlMapping='/x/*')` classes and their verb methods. */
import type { ApexRestTarget } from '../api/host.ts';
import { context } from '../library/ports.ts';
import type { EntryPoint, Program } from '../runtime/program.ts';
import { argumentsOf } from './rest-parameters.ts';

interface Resource {
  /** As declared: `/holdfast/v1/events/*`. */
  readonly mapping: string;
  /** Without the asterisk and the slash before it. */
  readonly prefix: string;
  readonly isWildcard: boolean;
  readonly verbs: ReadonlyMap<string, ApexRestTarget>;
}

const VERBS: Readonly<Record<string, string>> = { httpget: 'GET', httppost: 'POST', httpput: 'PUT', httppatch: 'PATCH', httpdelete: 'DELETE' };

export class RestRoutes {
  readonly #resources: readonly Resource[];

  constructor(program: Program, serialize: (value: unknown) => string | undefined) {
    this.#resources = program.typesWith('restresource').map(({ type, parameters }): Resource => {
      const mapping = String(parameterOf(parameters, 'urlmapping'));
      const isWildcard = mapping.endsWith('/*');
      const verbs = new Map<string, ApexRestTarget>();
      for (const method of type.methods) {
        for (const [annotation, verb] of Object.entries(VERBS)) {
          if (method.annotations.has(annotation)) verbs.set(verb, target(program.entryPoint(type, method), mapping, serialize));
        }
      }
      return { mapping, prefix: isWildcard ? mapping.slice(0, -2) : mapping, isWildcard, verbs };
    });
  }

  /** The most specific resource wins: an exact address before a wildcard, a longer wildcard before a shorter. platform-facts: rest-url-mapping, rest-wildcard-root. */
  find(verb: string, path: string): { readonly target: ApexRestTarget | undefined; readonly resourceExists: boolean } {
    let best: Resource | undefined;
    for (const resource of this.#resources) {
      if (!matches(resource, path)) continue;
      if (best === undefined || (best.isWildcard && (!resource.isWildcard || resource.prefix.length > best.prefix.length))) best = resource;
    }
    return { target: best?.verbs.get(verb), resourceExists: best !== undefined };
  }
}

/** Names of annotation parameters are spelled as the author liked. */
export function parameterOf(parameters: Readonly<Record<string, string | number | boolean>>, folded: string): string | number | boolean | undefined {
  return Object.entries(parameters).find(([name]) => name.toLowerCase() === folded)?.[1];
}

/** Addresses are case-sensitive. */
function matches(resource: Resource, path: string): boolean {
  if (path === resource.prefix) return true;
  return resource.isWildcard && path.startsWith(resource.prefix) && path[resource.prefix.length] === '/';
}

function target(entry: EntryPoint, mapping: string, serialize: (value: unknown) => string | undefined): ApexRestTarget {
  const { method } = entry;
  const place = { className: entry.type.qualifiedName, resourcePath: mapping };
  const isVoid = method.returnType === 'void';
  return {
    ...place,
    invoke: () => {
      const { rest, classes } = context();
      const result = entry.invoke(...argumentsOf(method.parameters, rest?.body ?? null, classes));
      return isVoid ? undefined : serialize(result);
    },
  };
}
