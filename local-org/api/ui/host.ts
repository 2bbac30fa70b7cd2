import { interfaceMetadata, type DeployedFiles, type InterfaceMetadata } from './metadata/interface-metadata.ts';
import { RecentRecords } from './recent-records.ts';

/** What the user interface API needs beside the data: what is deployed for people to look at, and what they have looked at. */
export interface UiHost {
  metadata(): InterfaceMetadata;
  /** Ids, the newest first. */
  recentlyViewed(userId: string, objectApiName: string): readonly string[];
  noteViewed(userId: string, objectApiName: string, recordId: string): void;
}

export function uiHost(files: () => DeployedFiles): UiHost {
  const recent = new RecentRecords();
  return { metadata: () => interfaceMetadata(files()), recentlyViewed: (userId, object) => recent.of(userId, object), noteViewed: (userId, object, id) => { recent.note(userId, object, id); } };
}
