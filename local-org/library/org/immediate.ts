/** Database.insertImmediate and deleteImmediate: writes of big objects. platform-facts: big-object-writes, big-object-tests */
import { ApexList } from '../../values/collections/list.ts';
import { SecurityException } from '../../values/exceptions.ts';
import { classType } from '../../values/runtime-type.ts';
import type { RuntimeType } from '../../values/runtime-type.ts';
import type { LibraryFunction } from '../define.ts';
import { context } from '../ports.ts';
import type { Access, ImmediateRequest } from '../ports.ts';
import { UnsupportedFeature } from '../unsupported.ts';
import { type AccessLevel, defaultAccess, statedAccess } from './AccessLevel.ts';
import { DeleteResult, SaveResult } from './DatabaseResults.ts';
import type { RowResultClass } from './DatabaseResults.ts';
import { recordsOf } from './dml.ts';
import type { Records } from './dml.ts';

interface ImmediateMethod {
  readonly operation: ImmediateRequest['operation'];
  readonly right: 'create' | 'delete';
  readonly result: string;
  readonly resultType: RuntimeType;
  readonly resultClass: RowResultClass;
}

const METHODS: readonly ImmediateMethod[] = [
  { operation: 'insert', right: 'create', result: 'Database.SaveResult', resultType: classType('Database.SaveResult'), resultClass: SaveResult },
  { operation: 'delete', right: 'delete', result: 'Database.DeleteResult', resultType: classType('Database.DeleteResult'), resultClass: DeleteResult },
];

export function immediateMembers(): { members: Record<string, LibraryFunction>; needsAccess: string[]; needsSystemAccess: string[] } {
  const built: { members: Record<string, LibraryFunction>; needsAccess: string[]; needsSystemAccess: string[] } = { members: {}, needsAccess: [], needsSystemAccess: [] };
  for (const method of METHODS) {
    for (const [operand, result] of [['SObject record', method.result], ['List<SObject> records', `List<${method.result}>`]]) {
      const plain = `static ${result!} ${method.operation}Immediate(${operand!})`;
      built.members[plain] = (records: Records, access: Access | undefined) => perform(method, records, defaultAccess(access));
      built.needsAccess.push(plain);
      const stated = `static ${result!} ${method.operation}Immediate(${operand!}, System.AccessLevel accessLevel)`;
      built.members[stated] = (records: Records, level: AccessLevel | null, access: Access | undefined) => perform(method, records, statedAccess(level, access));
      built.needsSystemAccess.push(stated);
    }
  }
  return built;
}

/** Failed rows are told by their results only; nothing is thrown for them. */
function perform(method: ImmediateMethod, operand: Records, access: Access): unknown {
  const records = recordsOf(operand);
  const name = `Database.${method.operation}Immediate`;
  const { data, test, user, jobs } = context();
  if (test.isRunning) throw new UnsupportedFeature(`${name} in a test`, 'On the platform the rows would stay in the org after the test: put the call behind an interface and give the test another implementation.');
  if (jobs?.kind === 'scheduled') throw new UnsupportedFeature(`${name} in scheduled Apex`, 'Writes of big objects are callouts, which scheduled Apex cannot make: queue a batch or queueable job.');
  if (data.immediate === undefined) throw new UnsupportedFeature(`${name} while transactions are interleaved`);
  const denied = access.mode === 'user' ? records.find(({ $shape }) => !user.objectAccess($shape.apiName.toLowerCase())[method.right]) : undefined;
  if (denied !== undefined) throw new SecurityException(`Access to entity '${denied.$shape.apiName}' denied`);
  const results = data.immediate({ operation: method.operation, records, access }).map((row) => new method.resultClass(row));
  return operand instanceof ApexList ? ApexList.of(method.resultType, results) : results[0];
}
