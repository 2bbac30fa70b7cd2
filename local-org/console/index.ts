export { registerConsole } from './register.ts';
export type { ConsoleOptions } from './register.ts';
export { ensurePrebuilt } from './prebuild.ts';
export type { ApexCall, ApexError, ApexOutcome, ConsoleHost, ConsoleObject, ConsoleRecord, ConsoleResource, ConsoleSession, ConsoleUser, Deployment } from './host.ts';
