/** The mapper of documents: rules of the org, and what we remember of references we gave ourselves. */
import type { GatewayStore } from '../../delivery/store.ts';
import type { DocumentMapper, MappedDocument } from '../../system/sap/document-handler.ts';
import type { MaterialDocument } from '../../system/sap/sap-api.ts';
import type { IntentRules } from './intent-rules.ts';
import { mapDocument } from './map-document.ts';
import { requestKeyOf } from './own-references.ts';

export interface MapperParts {
  readonly rules: IntentRules;
  readonly store: GatewayStore;
}

export function documentMapper({ rules, store }: MapperParts): DocumentMapper {
  const map = async (document: MaterialDocument): Promise<MappedDocument> => {
    const ownRequestKey = await requestKeyOf(store, document.reference);
    const mapped = mapDocument(document, await rules.current(), ownRequestKey);
    // Somebody may have said in Setup a moment ago what it means.
    return 'reason' in mapped ? mapDocument(document, await rules.fresh(), ownRequestKey) : mapped;
  };
  return { map };
}
