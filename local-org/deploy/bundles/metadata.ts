/** `js-meta.xml` of a bundle: version, exposure and where it may be placed. */
import { ProblemList } from '../../schema/problem.ts';
import type { LightningBundle } from '../../schema/source/project.ts';
import { readMetadata } from '../../schema/source/xml.ts';
import type { BundleFinding } from './examine.ts';

/** Pages and places that a component can name. platform-facts: bundle-targets */
const TARGETS: ReadonlySet<string> = new Set([
  'analytics__Dashboard', 'lightningCommunity__Default', 'lightningCommunity__Page', 'lightningCommunity__Page_Layout', 'lightningCommunity__Theme_Layout', 'lightningSnapin__ChatHeader',
  'lightningSnapin__ChatMessage', 'lightningSnapin__MessagingPreChat', 'lightningSnapin__Minimized', 'lightningSnapin__PreChat', 'lightningStatic__Email', 'lightning__AgentforceInput',
  'lightning__AgentforceOutput', 'lightning__AppPage', 'lightning__EnablementProgram', 'lightning__FlowAction', 'lightning__FlowScreen', 'lightning__GlobalAction', 'lightning__HomePage',
  'lightning__Inbox', 'lightning__RecordAction', 'lightning__RecordPage', 'lightning__ServiceDocument', 'lightning__Tab', 'lightning__UrlAddressable', 'lightning__UtilityBar',
  'lightning__VoiceExtension',
]);
const INERT = ['capabilities', 'description', 'fullName', 'isExplicitImport', 'lwcResources', 'masterLabel', 'runtimeNamespace', 'targetConfigs'];
const LATEST_API_VERSION = 67;

const metadataFileOf = ({ name }: LightningBundle): string => `${name}.js-meta.xml`;

/** A bundle without metadata is reported by who reads the project. */
export function metadataFindings(bundle: LightningBundle): readonly BundleFinding[] {
  const file = metadataFileOf(bundle);
  const text = bundle.files.get(file);
  if (typeof text !== 'string') return [];
  const problems = new ProblemList();
  const root = readMetadata(text, 'LightningComponentBundle', { type: 'LightningComponentBundle', fullName: bundle.name, path: file }, problems);
  if (root !== undefined) {
    const version = root.requiredText('apiVersion');
    if (version !== '' && !/^\d{2,3}\.0$/.test(version)) root.one('apiVersion')?.problem(`Invalid value ${version} for apiVersion: it is no version number such as ${String(LATEST_API_VERSION)}.0`);
    root.boolean('isExposed', false);
    for (const target of root.all('targets').flatMap((list) => list.all('target'))) {
      if (!TARGETS.has(target.value.trim())) target.problem(`The '${target.value.trim()}' target isn't valid.`);
    }
    root.refuseRest(INERT);
  }
  return problems.all.map(({ line, message }) => ({ file, line, column: 1, message }));
}

export function apiVersionOf(bundle: LightningBundle): number {
  const text = bundle.files.get(metadataFileOf(bundle));
  const version = typeof text === 'string' ? /<apiVersion>\s*(\d+)\.0\s*<\/apiVersion>/.exec(text)?.[1] : undefined;
  return version === undefined ? LATEST_API_VERSION : Number(version);
}
