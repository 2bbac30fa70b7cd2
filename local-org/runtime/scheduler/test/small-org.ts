/** A deployed org with boxes, items in them (details) and labels on them (a lookup that forbids deletion), for the tests of this folder. Rows and expected outcomes come from the test. */
import { Store } from '../../../data/store/store.ts';
import { LocalOrg } from '../../../deploy/local-org.ts';
import { ADMIN_USERNAME } from '../../../deploy/demo-users.ts';
import type { UserContext } from '../../../library/ports.ts';
import { fieldFile, objectFile, type Files } from '../../../schema/test-support/projects.ts';
import type { Outcome, TransactionCase } from '../cases.ts';
import { outcomeText } from '../cases.ts';
import { interleaved } from '../interleaver.ts';
import type { Kernel, Rules, TransactionResult } from '../kernel.ts';

export const START = Date.UTC(2026, 10, 21, 10, 30, 0);

const text = (length: number, rest = ''): string => `<type>Text</type><length>${String(length)}</length>${rest}`;
const number = '<type>Number</type><precision>18</precision><scale>0</scale>';
const unique = '<unique>true</unique><externalId>true</externalId><caseSensitive>false</caseSensitive>';

function project(classes: Readonly<Record<string, string>>): Files {
  const files: Files = new Map([
    objectFile('Box__c'), fieldFile('Box__c', 'Key__c', text(80, unique)), fieldFile('Box__c', 'Amount__c', number), fieldFile('Box__c', 'Taken__c', number),
    objectFile('Item__c', '<nameField><type>Text</type></nameField><sharingModel>ControlledByParent</sharingModel>'), fieldFile('Item__c', 'Key__c', text(80, unique)), fieldFile('Item__c', 'Amount__c', number),
    fieldFile('Item__c', 'Box__c', '<type>MasterDetail</type><referenceTo>Box__c</referenceTo><relationshipName>Items</relationshipName><relationshipOrder>0</relationshipOrder>'),
    objectFile('Label__c'), fieldFile('Label__c', 'Box__c', '<type>Lookup</type><referenceTo>Box__c</referenceTo><relationshipName>Labels</relationshipName><deleteConstraint>Restrict</deleteConstraint>'),
  ]);
  for (const [name, source] of Object.entries(classes)) {
    const isTrigger = /^trigger\s/.test(source);
    const [folder, ending, root] = isTrigger ? ['triggers', 'trigger', 'ApexTrigger'] : ['classes', 'cls', 'ApexClass'];
    files.set(`${folder}/${name}.${ending}`, source);
    files.set(`${folder}/${name}.${ending}-meta.xml`, `<${root} xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion><status>Active</status></${root}>`);
  }
  return files;
}

export class SmallOrg {
  readonly localOrg: LocalOrg;
  readonly admin: UserContext;

  constructor(classes: Readonly<Record<string, string>>) {
    this.localOrg = new LocalOrg({ store: Store.inMemory(), clock: { now: () => START }, report: (line) => { throw new Error(line); } });
    const problems = this.localOrg.deploy(project(classes));
    if (problems.length > 0) throw new Error(problems.map(({ path, line, message }) => `${path}:${String(line)} ${message}`).join('\n'));
    this.admin = this.localOrg.users.byUsername(ADMIN_USERNAME)!;
  }

  /** Calls a static method, as a transaction that is over when the promise settles. */
  async call(className: string, method: string, ...values: unknown[]): Promise<unknown> {
    const { org } = this.localOrg;
    return org.run({ user: this.admin, kind: 'ANONYMOUS' }, () => org.program.invoke(className, method, values));
  }

  /** The same call as part of a schedule. */
  case(className: string, method: string, values: readonly unknown[] = [], rest: { attempts?: number; isSentAgain?: (outcome: Outcome) => boolean } = {}): TransactionCase {
    const { program } = this.localOrg.org;
    return {
      name: `${className}.${method}(${values.map(String).join(', ')})`, ...rest,
      open: () => ({ options: { user: this.admin, kind: 'ANONYMOUS' }, body: () => program.invoke(className, method, values) }),
    };
  }

  interleaved<T>(body: (kernel: Kernel) => T, rules: Partial<Rules> = {}): T {
    return interleaved(this.localOrg.org, rules, body);
  }
}

export const lastOutcomes = (results: readonly TransactionResult[] | undefined): string[] => (results ?? []).map(({ outcomes }) => outcomeText(outcomes.at(-1)!));
