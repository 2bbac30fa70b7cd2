import { interfaceMetadata, type DeployedFiles, type InterfaceMetadata } from './metadata/interface-metadata.ts';

/** What the user interface API needs beside the data: what is deployed for people to look at. */
export interface UiHost {
  metadata(): InterfaceMetadata;
}

export const uiHost = (files: () => DeployedFiles): UiHost => ({ metadata: () => interfaceMetadata(files()) });
