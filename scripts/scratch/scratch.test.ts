import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { root } from '../process.ts';
import { scratchSteps } from './steps.ts';

const json = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));

describe('the definition of the scratch org', () => {
  it("is one by the Salesforce CLI's own schema", () => {
    const ajv = new Ajv({ strict: false });
    const isValid = ajv.validate(json('node_modules/@salesforce/schemas/project-scratch-def.schema.json') as object, json('config/project-scratch-def.json'));
    assert.ok(isValid, ajv.errorsText());
  });
});

describe('the steps to a scratch org', () => {
  const order = { alias: 'trial', days: '7', profile: 'demo', devHub: 'hub' } as const;
  const lines = (overrides: Partial<Parameters<typeof scratchSteps>[0]> = {}): readonly string[] => scratchSteps({ ...order, ...overrides }).map(({ program, args }) => `${program} ${args.join(' ')}`);

  it('create, deploy, permit and seed, each aimed at the new org', () => {
    const [create, ...others] = lines();
    assert.match(create!, /^sf org create scratch .*--alias trial .*--target-dev-hub hub$/);
    assert.deepEqual(others.map((line) => line.split(' ').slice(0, 3).join(' ')), ['sf project deploy', 'sf org assign', 'npm run seed']);
    for (const line of others) assert.match(line, /--target-org trial/);
  });

  it('leave out the seed and the Dev Hub when they are not asked for', () => {
    assert.doesNotMatch(lines({ profile: undefined, devHub: undefined }).join('\n'), /seed|dev-hub/);
  });

  it('assign permission sets that the app has', () => {
    const names = lines().find((line) => line.includes('permset'))!.matchAll(/--name (\w+)/g);
    for (const [, name] of names) assert.ok(existsSync(path.join(root, `force-app/main/shared/permissionsets/${name!}.permissionset-meta.xml`)), name);
  });
});
