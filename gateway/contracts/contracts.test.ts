import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { CONTRACT_NAMES, objectOf, readContract, type Json, type JsonObject } from './document.ts';
import { Contract } from './validator.ts';

const documents = new Map<string, JsonObject>(CONTRACT_NAMES.map((name) => [name, readContract(name)]));
const changelog = readFileSync(path.join(import.meta.dirname, 'CHANGELOG.md'), 'utf8');

function schemasOf(document: JsonObject): readonly [string, Json][] {
  return Object.entries(objectOf(objectOf(document['components'])['schemas']));
}

describe('the contracts', () => {
  it('are the files of this folder', () => {
    const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.openapi.yaml')).map((file) => file.replace('.openapi.yaml', ''));
    assert.deepEqual(files.toSorted(), [...CONTRACT_NAMES].toSorted());
  });

  it('say one thing under one name: a schema that stands in several files is the same in all', () => {
    const known = new Map<string, { readonly name: string; readonly schema: Json }>();
    for (const [name, document] of documents) {
      for (const [schemaName, schema] of schemasOf(document)) {
        const other = known.get(schemaName);
        if (other === undefined) known.set(schemaName, { name, schema });
        else assert.deepEqual(schema, other.schema, `${schemaName} of ${name} is not that of ${other.name}`);
      }
    }
  });

  for (const [name, document] of documents) {
    it(`${name}: the changelog has its version`, () => {
      const section = changelog.split(/^## /m).find((part) => part.startsWith(`${name}\n`)) ?? '';
      const version = objectOf(document['info'])['version'] as string;
      assert.match(section, new RegExp(`^- \\*\\*${version.replaceAll('.', '\\.')}\\*\\*`, 'm'));
    });

    it(`${name}: every schema of every operation compiles`, () => {
      const contract = new Contract(name, document);
      for (const { id, answers, body, parameters } of contract.operations.values()) {
        for (const status of answers.keys()) contract.answerProblems(id, status, undefined);
        const path = Object.fromEntries(parameters.filter(({ place }) => place === 'path').map((parameter) => [parameter.name, 'X']));
        const given = { path, query: Object.fromEntries(parameters.map((parameter) => [parameter.name, 'X'])), headers: Object.fromEntries(parameters.map((parameter) => [parameter.name.toLowerCase(), 'X'])), body: body === undefined ? undefined : {} };
        try {
          contract.checkRequest(id, given);
        } catch (error) {
          assert.match(String(error), /Refusal/);
        }
      }
    });
  }
});
