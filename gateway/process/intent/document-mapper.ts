/** The mapper of documents: rules of the org, what we remember of references we gave ourselves, and the document that a cancellation is about. */
import type { GatewayStore } from '../../delivery/store.ts';
import type { DocumentMapper, MappedDocument } from '../../system/sap/document-handler.ts';
import type { MaterialDocument, SapApi } from '../../system/sap/sap-api.ts';
import type { IntentRules } from './intent-rules.ts';
import { mapDocument } from './map-document.ts';
import { requestKeyOf } from './own-references.ts';

export interface MapperParts {
  readonly rules: IntentRules;
  readonly store: GatewayStore;
  readonly sap: Pick<SapApi, 'document'>;
}

export function documentMapper({ rules, store, sap }: MapperParts): DocumentMapper {
  const map = async (document: MaterialDocument, signal?: AbortSignal): Promise<MappedDocument> => {
    const reverses = document.items.find((item) => item.reverses !== undefined)?.reverses;
    const cancelled = reverses === undefined ? undefined : await sap.document(reverses, signal);
    const ownRequestKey = await requestKeyOf(store, (cancelled ?? document).reference);
    const mapped = mapDocument(document, await rules.current(), ownRequestKey, cancelled);
    // Somebody may have said in Setup a moment ago what it means.
    return 'reason' in mapped ? mapDocument(document, await rules.fresh(), ownRequestKey, cancelled) : mapped;
  };
  return { map };
}
