/**
 * `npm run rebuild -- [--key "SKU|LOCATION|0" | --location CODE] [--repair] [--target-org ALIAS | --url URL --token TOKEN | --data DIR]`: builds positions anew from
 * their ledger and prints how many differ. Ends with 1 when any does; `--repair` writes what the ledger says.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import jsforce, { type Connection } from 'jsforce';
import { CommandFailure, readOptions, UsageError } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';
import { findOrg } from './org-connection.ts';

const USAGE = 'usage: npm run rebuild -- [--key "SKU|LOCATION|0" | --location CODE] [--repair] [--target-org ALIAS | --url URL --token TOKEN | --data DIR]';
const POLL_MILLISECONDS = 500;

interface Run { readonly Message__c: string }
interface Difference { readonly Position_Key__c: string; readonly Details__c: string }
interface Job { readonly Status: string; readonly ExtendedStatus: string | null }

await runScript('rebuild', USAGE, async (args) => {
  const { values, positionals } = readOptions(args, ['key', 'location', 'target-org', 'instance-url', 'url', 'token', 'data'], ['repair']);
  const { key, location, repair, ...address } = values;
  if (positionals.length > 0 || (key !== undefined && location !== undefined)) throw new UsageError('Name one position, one location, or nothing for all.');
  const org = await findOrg(address);
  const connection = new jsforce.Connection({ instanceUrl: org.url, accessToken: org.token, version: '67.0' });
  const startedAt = new Date().toISOString();
  const runName = randomUUID();
  await begin(connection, `RebuildPositions.begin('${runName}', ${literal(key)}, ${literal(location)}, ${String(repair === true)});`);
  const summary = await finished(connection, runName, startedAt);
  const { records } = await connection.query<Difference>(`SELECT Position_Key__c, Details__c FROM Stock_Exception__c WHERE Type__c = 'Rebuild' AND State__c = 'Open' AND Position_Key__c != NULL AND Raised_At__c >= ${startedAt.slice(0, 19)}Z ORDER BY Position_Key__c`);
  for (const { Position_Key__c: position, Details__c: details } of records) process.stdout.write(`${position}: ${details}\n`);
  process.stdout.write(`${summary}\n`);
  return / 0 differences/.test(summary) || repair === true ? 0 : 1;
});

/** A text of Apex. */
function literal(text: string | undefined): string {
  return text === undefined ? 'null' : `'${text.replace(/[\\']/g, '\\$&')}'`;
}

async function begin(connection: Connection, apex: string): Promise<void> {
  const { success, compileProblem, exceptionMessage } = await connection.tooling.executeAnonymous(apex);
  if (!success) throw new CommandFailure(`The rebuild could not be started: ${compileProblem ?? exceptionMessage ?? 'no reason given'}`);
}

/** The job leaves its summary behind when it ends; a job that failed leaves none. */
async function finished(connection: Connection, runName: string, startedAt: string): Promise<string> {
  for (;;) {
    const { records } = await connection.query<Run>(`SELECT Message__c FROM Stock_Exception__c WHERE Cause_Key__c = 'REBUILDRUN|${runName}'`);
    const [run] = records;
    const { records: jobs } = await connection.query<Job>(`SELECT Status, ExtendedStatus FROM AsyncApexJob WHERE ApexClass.Name = 'RebuildPositions' AND JobType = 'BatchApex' AND CreatedDate >= ${startedAt.slice(0, 19)}Z ORDER BY CreatedDate DESC LIMIT 1`);
    const failure = jobs.find(({ Status, ExtendedStatus }) => Status === 'Failed' || Status === 'Aborted' || (ExtendedStatus ?? '') !== '');
    if (failure !== undefined) throw new CommandFailure(`The rebuild ${failure.Status.toLowerCase()}: ${failure.ExtendedStatus ?? 'no reason given'}`);
    if (run !== undefined) return run.Message__c;
    await pause(POLL_MILLISECONDS);
  }
}
