/** Where evidence comes from. The host hands in the real ones; what is asked of the process layer (the movement map, places) is a port, so that drift knows no other folder of it. */
import type { GatewayStore } from '../../delivery/store.ts';
import type { Fact, OrgApi } from '../../system/salesforce/org-api.ts';
import type { MaterialDocument, MaterialDocumentItem, SapApi } from '../../system/sap/sap-api.ts';

export interface Place {
  readonly sku: string;
  readonly location: string;
}

export interface DriftSources {
  /** The ERP, as the org's policies and work name it. */
  readonly erp: string;
  readonly sap: Pick<SapApi, 'documentsCreated'>;
  readonly org: Pick<OrgApi, 'call' | 'query'>;
  readonly store: Pick<GatewayStore, 'find'>;
  /** What a document is to the org by the movement map as it is now. */
  map(document: MaterialDocument): Promise<{ readonly facts: readonly Fact[] } | { readonly reason: string; readonly message: string }>;
  /** The position an item is about, whatever its movement is; `undefined`: none of ours. */
  placeOf(item: MaterialDocumentItem): Promise<Place | undefined>;
  plants(): Promise<readonly string[]>;
}

export const laneOf = ({ sku, location }: Place): string => `${sku}|${location}`;
