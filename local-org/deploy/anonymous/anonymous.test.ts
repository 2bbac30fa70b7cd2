import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Store } from '../../data/store/store.ts';
import { ADMIN_USERNAME } from '../demo-users.ts';
import { LocalOrg } from '../local-org.ts';
import { DebugLog } from '../logs/debug-log.ts';
import { LEVEL_WORDS, type LogLevels } from '../logs/log-levels.ts';
import { AnonymousApex, type AnonymousResult } from './anonymous.ts';

const META = '<?xml version="1.0"?><ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion></ApexClass>';
const SHOP = 'public class Shop {\n  public static Integer calls = 0;\n  public static final Integer LIMITED = 7;\n  public static Integer fail(Integer n) {\n    return n / (n - n);\n  }\n}';

describe('anonymous Apex', () => {
  let localOrg: LocalOrg;
  let anonymous: AnonymousApex;
  before(() => {
    localOrg = new LocalOrg({ store: Store.inMemory(), clock: { now: () => Date.UTC(2026, 10, 21, 10, 30) }, report: () => undefined });
    assert.deepEqual(localOrg.deploy(new Map([['classes/Shop.cls', SHOP], ['classes/Shop.cls-meta.xml', META]])), []);
    anonymous = new AnonymousApex(localOrg);
  });
  after(() => localOrg.close());

  const user = () => localOrg.users.byUsername(ADMIN_USERNAME)!;
  const run = (text: string): Promise<AnonymousResult> => anonymous.execute({ user: user(), text });
  async function logged(text: string, levels: LogLevels): Promise<string> {
    const log = new DebugLog({ levels, user: user(), unit: 'execute_anonymous_apex', now: () => Date.UTC(2026, 10, 21, 10, 30) });
    const result = await anonymous.execute({ user: user(), text, trace: log.trace });
    if (result.exceptionMessage !== null) log.fail(result.exceptionMessage, result.exceptionStackTrace ?? '', result.line);
    return log.finish().replaceAll(/^\d\d:\d\d:\d\d\.\d+ \(\d+\)/gm, 'TIME');
  }

  it('uses the deployed classes and keeps what it wrote', async () => {
    assert.equal((await run("Shop.calls += Shop.LIMITED; insert new Account(Name = 'kept ' + Shop.calls);")).success, true);
    assert.equal((await run("System.assertEquals('kept 7', [SELECT Name FROM Account].Name);")).exceptionMessage, null);
  });

  it('tells the first mistake with its place', async () => {
    assert.deepEqual(await run('Integer one = 1;\nInteger i = Shop.nothing;'), {
      compiled: false, success: false, line: 2, column: 13, compileProblem: 'Variable does not exist: nothing', exceptionMessage: null, exceptionStackTrace: null,
    });
    assert.equal((await run('Integer i = ;')).compiled, false);
  });

  it('an exception undoes everything and shows its stack', async () => {
    const result = await run("insert new Account(Name = 'lost');\nShop.fail(3);");
    assert.deepEqual({ ...result }, {
      compiled: true, success: false, line: 2, column: 1, compileProblem: null, exceptionMessage: 'System.MathException: Divide by 0',
      exceptionStackTrace: 'Class.Shop.fail: line 5, column 1\nAnonymousBlock: line 2, column 1',
    });
    assert.equal((await run("System.assertEquals(0, [SELECT COUNT() FROM Account WHERE Name = 'lost']);")).exceptionMessage, null);
  });

  it('declares methods and classes of its own', async () => {
    assert.equal((await run('Integer twice(Integer n) { return n * 2; }\nclass Box { Integer n = 4; }\nSystem.assertEquals(8, twice(new Box().n));')).exceptionMessage, null);
  });

  it('knows nothing of what blocks before it declared, and sees what is deployed after them', async () => {
    assert.equal((await run('class Box { Integer n = 4; }\nInteger twice(Integer n) { return n * 2; }\nclass Other extends Shape { public override Integer area() { return 1; } }\nSystem.assertEquals(1, new Other().area());')).compileProblem, 'Invalid type: Shape');
    const shape = 'public virtual class Shape { public virtual Integer area() { return 9; } }';
    const files = new Map(localOrg.deployed.files);
    for (const [name, text] of [['classes/Shape.cls', shape], ['classes/Shape.cls-meta.xml', META]] as const) files.set(name, text);
    assert.deepEqual(localOrg.deploy(files), []);
    for (const area of [1, 2]) {
      const result = await run(`class Other extends Shape { public override Integer area() { return ${String(area)}; } }\nSystem.assertEquals(${String(area)}, new Other().area());\nSystem.assertEquals(9, new Shape().area());`);
      assert.equal(result.compileProblem ?? result.exceptionMessage, null);
    }
    assert.equal((await run('Box box;')).compileProblem, 'Invalid type: Box');
  });

  it('logs what the levels ask for, in the order it happened', async () => {
    const log = await logged("System.debug('one');\nSystem.debug(LoggingLevel.FINE, 'hidden');\nList<Account> found = [SELECT Id FROM Account LIMIT 1];\nShop.fail(1);", LEVEL_WORDS.get('db')!);
    assert.deepEqual(log.split('\n').filter((line) => !line.startsWith('  ') && line !== ''), [
      '67.0 APEX_CODE,DEBUG;APEX_PROFILING,INFO;DB,INFO',
      `TIME|USER_INFO|[EXTERNAL]|${user().id.slice(0, 15)}|${ADMIN_USERNAME}|(GMT+00:00) Greenwich Mean Time (Europe/London)|GMT+00:00`,
      'TIME|EXECUTION_STARTED', 'TIME|CODE_UNIT_STARTED|[EXTERNAL]|execute_anonymous_apex', 'TIME|USER_DEBUG|[1]|DEBUG|one',
      'TIME|SOQL_EXECUTE_BEGIN|[3]|Aggregations:0|SELECT Id FROM Account LIMIT 1', 'TIME|SOQL_EXECUTE_END|[3]|Rows:1',
      'TIME|EXCEPTION_THROWN|[4]|System.MathException: Divide by 0', 'TIME|FATAL_ERROR|System.MathException: Divide by 0', 'Class.Shop.fail: line 5, column 1', 'AnonymousBlock: line 4, column 1',
      'TIME|CUMULATIVE_LIMIT_USAGE', 'TIME|LIMIT_USAGE_FOR_NS|(default)|', 'TIME|CUMULATIVE_LIMIT_USAGE_END',
      'TIME|CODE_UNIT_FINISHED|execute_anonymous_apex', 'TIME|EXECUTION_FINISHED',
    ]);
    assert.match(log, /Number of SOQL queries: 1 out of 100/);
    assert.equal((await logged('Integer i = 1;', new Map([['APEX_CODE', 'NONE']]))).split('\n').filter((line) => line !== '').length, 1);
  });
});
