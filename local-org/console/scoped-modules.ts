/** `@salesforce/*`: modules that exist only as facts about the org and the user. Written on request; refused by name when the fact is missing. */
import type { ConsoleHost, ConsoleSession } from './host.ts';
import { messageChannels } from './message-channels.ts';
import { userI18n } from './user-i18n.ts';

export type ScopedModule = { readonly code: string } | { readonly problem: string };
type Writer = (rest: string, host: ConsoleHost, session: ConsoleSession) => ScopedModule;

const constant = (value: unknown): ScopedModule => ({ code: `export default ${JSON.stringify(value) ?? 'undefined'};\n` });
const refused = (problem: string): ScopedModule => ({ problem });

const WRITERS: Readonly<Record<string, Writer>> = {
  apex(rest, host) {
    if (rest === '') return { code: "export { refreshApex } from 'console/apex';\n" };
    const [className, methodName] = rest.split('.');
    const method = className === undefined || methodName === undefined ? undefined : host.apexMethod(className, methodName);
    if (method === undefined) return refused(`Unable to find Apex action method referenced as '${rest}'.`);
    const call = [className, methodName, method.isCacheable].map((value) => JSON.stringify(value)).join(', ');
    return { code: `import { apexMethod } from 'console/apex';\nexport default apexMethod(${call});\n` };
  },
  label(rest, host) {
    const text = rest.startsWith('c.') ? host.label(rest.slice(2)) : undefined;
    return text === undefined ? refused(`There is no custom label '${rest}' in this org.`) : constant(text);
  },
  user(rest, _host, session) {
    if (rest === 'Id') return constant(session.user.id);
    if (rest === 'isGuest') return constant(false);
    return refused(`'@salesforce/user/${rest}' does not exist; there are Id and isGuest.`);
  },
  customPermission(rest, host, session) {
    const isGranted = host.customPermission(session, rest);
    if (isGranted === undefined) return refused(`There is no custom permission '${rest}' in this org.`);
    return constant(isGranted ? true : undefined);
  },
  schema(rest) {
    const [objectApiName, ...fields] = rest.split('.');
    return constant(fields.length === 0 ? { objectApiName } : { fieldApiName: fields.join('.'), objectApiName });
  },
  resourceUrl(rest, host) {
    return host.staticResource(rest) === undefined ? refused(`There is no static resource '${rest}' in this org.`) : constant(`/resource/${rest}`);
  },
  i18n(rest, _host, session) {
    const facts = userI18n(session.user);
    return Object.hasOwn(facts, rest) ? constant(facts[rest]) : refused(`'@salesforce/i18n/${rest}' is not supported by the local org; it knows ${Object.keys(facts).join(', ')}.`);
  },
  userPermission(rest, host, session) {
    if (!/^\w+$/.test(rest)) return refused(`'@salesforce/userPermission/${rest}' names no permission.`);
    return constant(host.userPermission(session, rest) ? true : undefined);
  },
  client(rest) {
    return rest === 'formFactor' ? constant('Large') : refused(`'@salesforce/client/${rest}' is not supported by the local org; formFactor is.`);
  },
  messageChannel(rest, host) {
    if (!messageChannels(host.deployment().files).has(rest)) return refused(`There is no Lightning message channel '${rest}' in this org.`);
    return constant({ messageChannel: rest });
  },
};

/** The module for a specifier such as `@salesforce/label/c.Greeting`. */
export function scopedModule(specifier: string, host: ConsoleHost, session: ConsoleSession): ScopedModule {
  const [, scope, rest] = /^@salesforce\/([^/]+)(?:\/(.+))?$/.exec(specifier) ?? [];
  const writer = scope === undefined || !Object.hasOwn(WRITERS, scope) ? undefined : WRITERS[scope];
  if (writer === undefined) return refused(`'${specifier}' is not supported by the local org.`);
  return writer(rest ?? '', host, session);
}
