/** Licences of a local org: how many users may have a profile of each kind. */
export interface LicenceDefinition {
  readonly name: string;
  /** `LicenseDefinitionKey` */
  readonly key: string;
  readonly total: number;
}

export const USER_LICENCES: readonly LicenceDefinition[] = [
  { name: 'Salesforce', key: 'SFDC', total: 1_000 },
  { name: 'Salesforce Platform', key: 'AUL', total: 10_000 },
  { name: 'Salesforce Integration', key: 'SalesforceAPIOnly', total: 100 },
  { name: 'Chatter Free', key: 'CSN', total: 5_000 },
  { name: 'Automated Process', key: 'AutomatedProcess', total: 1 },
];

export const PERMISSION_SET_LICENCES: readonly LicenceDefinition[] = [{ name: 'Salesforce API Integration', key: 'SalesforceAPIIntegrationPsl', total: 100 }];
