/**
 * The resources below `/services/data/vNN.N` that read or write data. Each is one synchronous function inside an Apex transaction of the calling user,
 * so that a request of its own, a batch and an all-or-none composite run the very same code.
 */
import type { UserContext } from '../../library/ports.ts';
import type { ApiHost } from '../host.ts';
import type { Cursors } from './cursors.ts';

export interface ResourceCall {
  readonly host: ApiHost;
  readonly user: UserContext;
  readonly cursors: Cursors;
  /** Of the request: `66.0`. */
  readonly version: string;
  /** `:name` parts of the path, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON; `undefined` when there is none. */
  readonly body: unknown;
}

export interface ResourceAnswer {
  readonly status: number;
  /** JSON, or bytes; `undefined`: no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Resource {
  readonly method: Method;
  /** Below `/services/data/vNN.N`: `/sobjects/:object/:id`. */
  readonly path: string;
  readonly handle: (call: ResourceCall) => ResourceAnswer;
}

export const ok = (body: unknown): ResourceAnswer => ({ status: 200, body });
export const noContent: ResourceAnswer = { status: 204 };

interface Pattern {
  readonly segments: readonly string[];
  readonly resources: Map<string, Resource>;
}

export interface FoundResource {
  readonly resource: Resource;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Finds resources by method and path, for sub-requests and for telling which methods a path has. Fixed segments win over parameters, as in the HTTP router. */
export class ResourceTable {
  readonly resources: readonly Resource[];
  readonly #patterns: readonly Pattern[];

  constructor(resources: readonly Resource[]) {
    this.resources = resources;
    const byPath = new Map<string, Pattern>();
    for (const resource of resources) {
      let pattern = byPath.get(resource.path);
      if (pattern === undefined) byPath.set(resource.path, (pattern = { segments: segmentsOf(resource.path), resources: new Map() }));
      pattern.resources.set(resource.method, resource);
    }
    this.#patterns = [...byPath.values()].sort((left, right) => compareText(weight(left), weight(right)));
  }

  /** `path` is below the version, without a query. */
  find(method: string, path: string): FoundResource | undefined {
    for (const { pattern, parameters } of this.#matches(path)) {
      const resource = pattern.resources.get(method);
      if (resource !== undefined) return { resource, parameters };
    }
    return undefined;
  }

  /** Methods a path has, for `METHOD_NOT_ALLOWED`; empty when there is no such path. */
  methods(path: string): readonly string[] {
    return [...new Set([...this.#matches(path)].flatMap(({ pattern }) => [...pattern.resources.keys()]))].sort();
  }

  *#matches(path: string): Iterable<{ readonly pattern: Pattern; readonly parameters: Readonly<Record<string, string>> }> {
    const segments = segmentsOf(path);
    for (const pattern of this.#patterns) {
      const parameters = match(pattern.segments, segments);
      if (parameters !== undefined) yield { pattern, parameters };
    }
  }
}

const segmentsOf = (path: string): string[] => path.split('/').filter((segment) => segment !== '');
/** Sorts fixed segments in front of parameters, place by place. */
const weight = ({ segments }: Pattern): string => segments.map((segment) => (segment.startsWith(':') ? '1' : '0')).join('');
const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index]!;
    if (expected.startsWith(':')) {
      const value = decode(segment);
      if (value === undefined) return undefined;
      parameters[expected.slice(1)] = value;
    } else if (expected.toLowerCase() !== segment.toLowerCase()) return undefined;
  }
  return parameters;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
