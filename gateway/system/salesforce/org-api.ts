/** What the gateway asks of an org: its public APIs, nothing else. Shapes are those of docs/api/openapi.yaml. */

/** The local facts that a document confirms; with `takesBack` those that a document confirmed which this one cancels. */
export type Confirms = ({ readonly reference: string } | { readonly businessDay: string }) & { readonly takesBack?: boolean };

export interface Fact {
  readonly key: string;
  readonly intent: string;
  readonly sku: string;
  readonly location: string;
  readonly quantity: number;
  /** RFC 3339. */
  readonly occurredAt: string;
  readonly source: string;
  readonly sequence?: number;
  readonly register?: string;
  readonly reference?: string;
  /** Date without time. */
  readonly businessDay?: string;
  readonly condition?: string;
  readonly correlation?: string;
  readonly actor?: string;
  readonly device?: string;
  readonly reason?: string;
  readonly confirms?: Confirms;
  readonly reverses?: string;
}

export interface FactResult {
  readonly key: string;
  readonly effect: 'Applied' | 'Duplicate' | 'Absorbed' | 'Quarantined' | 'Conflict' | 'Queued';
  readonly reason?: string;
  readonly message?: string;
}

export interface SnapshotDocument {
  readonly key: string;
  readonly quantity: number;
  readonly condition?: string;
  readonly occurredAt: string;
  readonly confirms?: Confirms;
}

export interface Snapshot {
  readonly key: string;
  readonly sku: string;
  readonly location: string;
  readonly asOf: string;
  readonly from: string;
  readonly sellable: number;
  readonly inspection?: number;
  readonly damaged?: number;
  readonly documents?: readonly SnapshotDocument[];
}

/** An answer of the org's REST API as it came; other than 5xx and 429, which are TransientFailures. */
export interface OrgAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface OrgApi {
  /** `POST /events`, at most 200. Throws TransientFailure (no answer, 401 after a new token, 429, 5xx) or Refusal (the body is malformed). */
  postFacts(facts: readonly Fact[], signal?: AbortSignal): Promise<readonly FactResult[]>;
  /** `POST /snapshots`, at most 200 snapshots and 2,000 documents. */
  postSnapshots(source: string, snapshots: readonly Snapshot[], signal?: AbortSignal): Promise<readonly FactResult[]>;
  /** A call below `/services/apexrest/holdfast/v1`: `call('GET', '/availability?sku=A')`. Throws TransientFailure only. */
  call(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown, signal?: AbortSignal): Promise<OrgAnswer>;
  /** `GET /services/data/vNN.N/query`, all pages. */
  query(soql: string, signal?: AbortSignal): Promise<readonly Record<string, unknown>[]>;
  /** Address and token for surfaces of their own (Pub/Sub API). */
  session(): Promise<{ readonly url: string; readonly token: string; readonly organizationId: string }>;
  /** The token is refused: the next session gets a new one. */
  forgetSession(): void;
}
