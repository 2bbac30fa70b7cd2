import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildSchema } from './build.ts';
import { readProject } from './source/read.ts';

const META = '<?xml version="1.0" encoding="UTF-8"?>\n<FieldSet xmlns="http://soap.sforce.com/2006/04/metadata">';

describe('field sets', () => {
  it('are read with their members in order and belong to their object', () => {
    const path = 'objects/Account/fieldSets/Short.fieldSet-meta.xml';
    const text = `${META}<fullName>Short</fullName><description>d</description><displayedFields><field>Phone</field><isRequired>true</isRequired></displayedFields>
<displayedFields><field>Owner.Name</field></displayedFields><label>Short list</label></FieldSet>`;
    const { project, problems } = readProject(new Map([[path, text]]));
    assert.deepEqual(problems, []);
    const { schema } = buildSchema(project);
    assert.deepEqual(schema.objects.get('account')?.fieldSets, [
      { name: 'Short', label: 'Short list', description: 'd', members: [{ path: 'Phone', isRequired: true }, { path: 'Owner.Name', isRequired: false }] },
    ]);
    assert.deepEqual(schema.objects.get('contact')?.fieldSets, []);
  });
});
