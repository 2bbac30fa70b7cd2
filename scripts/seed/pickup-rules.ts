/** The first policy of pickups: how long a store has to get goods ready, and a customer to collect them. */
import type { Connection } from 'jsforce';
import { CommandFailure } from '../../local-org/cli/command.ts';
import { createRecords, queryAll } from './org-writer.ts';
import type { Progress } from './progress.ts';

const RULE_SET = { Name: 'Pickup promise', Kind__c: 'PickupSla', Version__c: 1, State__c: 'Draft', Valid_From__c: '2026-01-01T00:00:00.000Z' } as const;
const RULES = [
  { Priority__c: 10, Product_Class__c: 'Perishable', Ready_Minutes__c: 30, Warn_Minutes__c: 10, Collect_Hours__c: 24, Handover_Minutes__c: 5 },
  { Priority__c: 100, Ready_Minutes__c: 60, Warn_Minutes__c: 15, Collect_Hours__c: 72, Handover_Minutes__c: 5 },
] as const;

/** Leaves alone an org that has a policy of pickups already, whoever made it. */
export async function ensurePickupRules(connection: Connection, progress: Progress): Promise<void> {
  const present = await queryAll(connection, `SELECT Id FROM Rule_Set__c WHERE Kind__c = '${RULE_SET.Kind__c}' LIMIT 1`);
  if (present.length > 0) return progress.line('pickup rules: there already');
  const [ruleSet] = await createRecords(connection, 'Rule_Set__c', [RULE_SET]);
  await createRecords(connection, 'Rule__c', RULES.map((rule) => ({ Name: 'Product_Class__c' in rule ? rule.Product_Class__c : 'Everything else', Rule_Set__c: ruleSet, ...rule })));
  if (ruleSet !== undefined) await activate(connection, ruleSet);
  progress.line(`pickup rules: ready within ${String(RULES[1].Ready_Minutes__c)} open minutes, ${RULES[0].Product_Class__c.toLowerCase()} goods within ${String(RULES[0].Ready_Minutes__c)}`);
}

/** A set begins as a draft and is activated with its rules in it. */
async function activate(connection: Connection, id: string): Promise<void> {
  const answer = await connection.sobject('Rule_Set__c').update({ Id: id, State__c: 'Active' });
  if (!answer.success) throw new CommandFailure(`Rule_Set__c: ${JSON.stringify(answer.errors)}`);
}
