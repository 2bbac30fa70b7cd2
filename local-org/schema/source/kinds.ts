/** Metadata types without a reader of their own, by the word before `-meta.xml`. */

/** Words come from file names: a table must not answer to `constructor`. */
export function tableOf<V>(entries: Readonly<Record<string, V>>): ReadonlyMap<string, V> {
  return new Map(Object.entries(entries));
}

/** Pages and set-up that no Apex, query, permission or API answer depends on here. They are kept and handed back. */
export const inertTypes = tableOf({
  app: 'CustomApplication', tab: 'CustomTab', flexipage: 'FlexiPage', layout: 'Layout', listView: 'ListView', compactLayout: 'CompactLayout', webLink: 'WebLink',
  messageChannel: 'LightningMessageChannel', quickAction: 'QuickAction', appMenu: 'AppMenu', pathAssistant: 'PathAssistant', report: 'Report',
  reportType: 'ReportType', reportFolder: 'ReportFolder', dashboard: 'Dashboard', dashboardFolder: 'DashboardFolder', cachePartition: 'PlatformCachePartition', prompt: 'Prompt', asset: 'ContentAsset',
  remoteSite: 'RemoteSiteSetting', cspTrustedSite: 'CspTrustedSite', translation: 'Translations', objectTranslation: 'CustomObjectTranslation', fieldTranslation: 'CustomFieldTranslation',
  settings: 'Settings',
});

/** Known types that would change behaviour. Any other word is refused under its own name. */
export const refusedTypes = tableOf({
  businessProcess: 'BusinessProcess', flow: 'Flow',
  flowDefinition: 'FlowDefinition', workflow: 'Workflow',
  mutingpermissionset: 'MutingPermissionSet', globalValueSet: 'GlobalValueSet',
  standardValueSet: 'StandardValueSet', page: 'ApexPage', component: 'ApexComponent', duplicateRule: 'DuplicateRule', matchingRule: 'MatchingRules',
  assignmentRules: 'AssignmentRules', approvalProcess: 'ApprovalProcess', namedCredential: 'NamedCredential', externalCredential: 'ExternalCredential',
  connectedApp: 'ConnectedApp',
  dwl: 'DataWeaveResource',
});

/** Switches of the org that would change data or behaviour when they are on. Every other setting is kept and handed back. */
export const refusedSettings = tableOf({
  enableMultiCurrency: 'more than one currency', enableCurrencyEffectiveDates: 'dated exchange rates', isPersonAccountEnabled: 'person accounts', enableTerritoryManagement2: 'territories',
  enableStateAndCountryPicklists: 'state and country picklists', enableRestrictedLoginHours: 'login hours',
});
