/** The org's code, tests and anonymous Apex as the Tooling and Apex surfaces see them. */
import type { ApexHost, CodeComponent, TestClass } from '../api/tooling/apex-host.ts';
import type { ParseResult } from '../compiler/1-parse/parse.ts';
import type { SourceFile } from '../compiler/position.ts';
import { AnonymousApex } from '../deploy/anonymous/anonymous.ts';
import type { CompiledOrg } from '../deploy/compile.ts';
import type { LocalOrg } from '../deploy/local-org.ts';
import { LogStore } from '../deploy/logs/log-store.ts';
import { startTestThread } from '../deploy/testing/in-thread.ts';
import { testClasses } from '../runtime/test-runner.ts';
import { PROJECT_CACHE_FOLDER } from './syntax-cache.ts';

/** @param parse a cache may stand in front of the parser */
export function apexHost(localOrg: LocalOrg, parse?: (file: SourceFile) => ParseResult): ApexHost {
  const anonymous = new AnonymousApex(localOrg, parse);
  const known = new WeakMap<CompiledOrg, readonly CodeComponent[]>();
  const code = (): readonly CodeComponent[] => {
    const { deployed } = localOrg;
    let components = known.get(deployed);
    if (components === undefined) {
      components = codeOf(localOrg);
      known.set(deployed, components);
    }
    return components;
  };
  return {
    logs: new LogStore(),
    executeAnonymous: (request) => anonymous.execute(request),
    code,
    testClasses: () => testClasses(localOrg.org.installed).flatMap((type): TestClass[] => {
      const methodNames = type.methods.filter((method) => method.isTest).map((method) => method.name);
      const id = code().find((one) => one.path === type.path)?.id;
      return methodNames.length === 0 || id === undefined ? [] : [{ id, name: type.qualifiedName, methodNames }];
    }),
    startTests: ({ username, coverage, parts }, onMessage) => startTestThread({
      files: localOrg.deployed.files, coverage, parts, run: { username, hidesOrgData: true, coverageOfMethods: coverage }, cacheFolder: PROJECT_CACHE_FOLDER,
    }, onMessage),
  };
}

function codeOf(localOrg: LocalOrg): readonly CodeComponent[] {
  const { project, program } = localOrg.deployed;
  return project.apex.flatMap(({ kind, name, path, text, apiVersion, status }): CodeComponent[] => {
    const type = kind === 'class' ? 'ApexClass' : 'ApexTrigger';
    const record = localOrg.components.find({ type, fullName: name });
    if (record === undefined) return [];
    const { id, createdAt, createdById, modifiedAt, modifiedById } = record;
    return [{ type, id, name, path, body: text, apiVersion, status, objectName: program.triggers.find((trigger) => trigger.path === path)?.objectName, createdAt, createdById, modifiedAt, modifiedById }];
  }).toSorted((left, right) => (left.name < right.name ? -1 : 1));
}
