/** Salesforce's own front end (inside the serializer of prettier-plugin-apex) reads the same sources and must come to the same verdict. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseApex } from './parse.ts';
import { sharedRefusals } from './test-support/refusals.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const serializer = findSerializer();

function findSerializer(): string | undefined {
  const name = `apex-ast-serializer-${process.platform}-${process.arch}`;
  const path = join(root, 'node_modules', '@prettier-apex', name, name);
  return existsSync(path) ? path : undefined;
}

interface FrontEndError {
  readonly message: string;
  readonly error: { readonly error?: { readonly loc?: { readonly line: number; readonly column: number } } };
}

/** `line:column message` of the first mistake; `undefined` when there is none. */
function verdictOf(text: string): string | undefined {
  const run = spawnSync(serializer as string, { input: text, maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' });
  const output = JSON.parse(run.stdout) as Record<string, unknown>;
  const parsed = (output['apex.jorje.semantic.compiler.parser.ParserOutput'] ?? output) as { readonly parseErrors: readonly FrontEndError[] };
  const [first] = parsed.parseErrors;
  const loc = first?.error.error?.loc;
  return first === undefined ? undefined : `${loc?.line ?? 0}:${loc?.column ?? 0} ${first.message}`;
}

const options = { skip: serializer === undefined ? `no serializer for ${process.platform}-${process.arch}` : false };

describe('against the front end of Salesforce', options, () => {
  for (const [source, message] of Object.entries(sharedRefusals)) {
    it(`${JSON.stringify(source)} gets the same message at the same place`, () => assert.equal(verdictOf(source), message));
  }

  for (const folder of [join(import.meta.dirname, 'fixtures'), join(root, 'force-app')]) {
    const paths = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(?:cls|trigger)$/.test(path)) : [];
    it(`the ${paths.length} files under ${folder.slice(root.length + 1)} get the same verdict`, () => {
      for (const path of paths) {
        const text = readFileSync(join(folder, path), 'utf8');
        const [own] = parseApex({ path, kind: path.endsWith('.cls') ? 'class' : 'trigger', text }).diagnostics;
        assert.equal(own === undefined ? undefined : `${own.pos.line}:${own.pos.column} ${own.message}`, verdictOf(text), path);
      }
    });
  }
});
