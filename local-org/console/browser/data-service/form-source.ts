/** Where a record form gets its record from: the store for a record that exists, the org's defaults for one that shall be made. */
import { address, read } from './requests.ts';
import { entryFor } from './store.ts';
import type { CreateDefaults, ObjectInfo, RecordRepresentation } from './types.ts';

export interface FormSource {
  readonly record: RecordRepresentation;
  readonly objectInfo: ObjectInfo;
}

interface Wanted {
  readonly recordId: string | undefined;
  readonly objectApiName: string;
  readonly recordTypeId: string | undefined;
  readonly fieldNames: readonly string[];
}

/** Tells the record and every newer version of it. Answers the function that ends it. */
export function followRecord(wanted: Wanted, tell: (source: FormSource) => void, fail: (error: unknown) => void): () => void {
  let end: (() => void) | undefined;
  let isOver = false;
  const follow = async (): Promise<void> => {
    const objectInfo = await read<ObjectInfo>(`/object-info/${wanted.objectApiName}`);
    if (isOver) return;
    if (wanted.recordId === undefined) {
      const { record } = await read<CreateDefaults>(address(`/record-defaults/create/${objectInfo.apiName}`, { recordTypeId: wanted.recordTypeId, optionalFields: wanted.fieldNames.map((name) => `${objectInfo.apiName}.${name}`).join(',') }));
      if (!isOver) tell({ record: { ...record, id: '' }, objectInfo });
      return;
    }
    const fields = wanted.fieldNames.flatMap((name) => {
      const info = objectInfo.fields[name];
      const parent = info?.relationshipName == null ? [] : [`${objectInfo.apiName}.${info.relationshipName}.${info.referenceToInfos.length > 1 ? 'Name' : info.referenceToInfos[0]?.nameFields[0] ?? 'Id'}`];
      return [`${objectInfo.apiName}.${name}`, ...parent];
    });
    const path = address(`/records/${wanted.recordId}`, { optionalFields: [...fields, `${objectInfo.apiName}.Id`].join(',') });
    end = entryFor({ key: path, fetch: () => read(path) }).subscribe(({ data, error }) => {
      if (error !== undefined) fail(error);
      else if (data !== undefined) tell({ record: data as RecordRepresentation, objectInfo });
    });
  };
  follow().catch(fail);
  return () => {
    isOver = true;
    end?.();
  };
}
