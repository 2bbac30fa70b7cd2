/** openapi.yaml itself: its form, its references and its examples. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { object, type JsonObject } from '../support/contract.ts';
import { openApiProblems } from '../support/openapi-rules.ts';
import { contract } from './surface.ts';

describe('the document', () => {
  it('keeps the rules of OpenAPI 3.0.3: references lead somewhere, every response has a schema, operation ids are unique, everything is used', () => {
    assert.deepEqual(openApiProblems(contract.document), []);
  });

  it('is looked at closely: a slip of each kind is reported', () => {
    const slip = (text: string, replacement: string): string[] => openApiProblems(JSON.parse(JSON.stringify(contract.document).replace(text, replacement)) as JsonObject);
    assert.match(slip('"operationId":"fulfil"', '"operationId":"release"').join('\n'), /the operationId release is taken/);
    assert.match(slip('#/components/schemas/Sku', '#/components/schemas/Skew').join('\n'), /Skew leads nowhere/);
    assert.match(slip('"summary":"A reservation as it stands"', '"sumary":"A reservation as it stands"').join('\n'), /sumary is not a field/);
    assert.match(slip('{"schema":{"$ref":"#/components/schemas/Reservation"}}', '{}').join('\n'), /schema is missing/);
    assert.match(slip('"type":"integer","format":"int64"', '"type":"integer","pattren":"int64"').join('\n'), /pattren is not a field/);
  });

  it('gives examples that its own schemas allow', () => {
    for (const { id, definition } of contract.operations.values()) {
      const media = definition['requestBody'] === undefined ? undefined : object(object(contract.resolve(definition['requestBody'])['content'])['application/json']);
      if (media?.['example'] !== undefined) assert.deepEqual(contract.requestProblems(id, media['example']), [], id);
      for (const [status, response] of Object.entries(object(definition['responses']))) {
        const example = object(object(contract.resolve(response)['content'])['application/json'])['example'];
        if (example !== undefined) assert.deepEqual(contract.answerProblems(id, Number(status), example), [], `${id} ${status}`);
      }
    }
    for (const [name, value] of Object.entries(object(object(contract.document['components'])['schemas']))) {
      const schema = object(value);
      if (schema['example'] !== undefined) assert.ok(contract.allows(schema, schema['example']), name);
    }
  });
});
