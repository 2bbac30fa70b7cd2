import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { childText, elementOfFile, fileOfElement, readElements, withElements, withoutElements } from './elements.ts';

const OBJECT = `<?xml version="1.0" encoding="UTF-8"?>
<!-- <fields> in a comment -->
<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>A &amp; B</label>
    <fields>
        <fullName>One__c</fullName>
        <description>two
    lines</description>
        <formula><![CDATA[</fields>]]></formula>
    </fields>
    <fields><fullName>Two__c</fullName></fields>
    <empty/>
</CustomObject>
`;

describe('the elements of a metadata file', () => {
  const file = readElements(OBJECT)!;
  it('are those below the root, with their lines', () => {
    assert.deepEqual(file.elements.map(({ name, line }) => [name, line]), [['label', 4], ['fields', 5], ['fields', 11], ['empty', 12]]);
    assert.equal(file.rootName, 'CustomObject');
    assert.equal(childText(file.elements[1]!.inner, 'fullName'), 'One__c');
  });
  it('become files and elements again without a changed letter', () => {
    const [, one] = file.elements;
    const own = fileOfElement('CustomField', one!.inner);
    assert.equal(own.split('\n')[2], '    <fullName>One__c</fullName>');
    assert.match(own, /two\n {4}lines</);
    assert.equal(elementOfFile('fields', own), `    ${OBJECT.slice(one!.start, one!.end)}\n`);
  });
  it('can be taken out and put back', () => {
    const [, one, two] = file.elements;
    const rest = withoutElements(file, [one!, two!]);
    assert.deepEqual(readElements(rest)?.elements.map(({ name }) => name), ['label', 'empty']);
    assert.doesNotMatch(rest, /\n\s*\n/);
    assert.deepEqual(readElements(withElements(rest, [elementOfFile('fields', fileOfElement('CustomField', one!.inner))]))?.elements.map(({ name }) => name), ['label', 'empty', 'fields']);
    assert.equal(withElements('<a xmlns="b"/>\n', ['    <c/>\n']), '<a xmlns="b">\n    <c/>\n</a>\n');
  });
  it('are not looked for in text that is not well formed', () => {
    for (const text of ['', '<a>', '<a><b></c></a>', '</a>', '<!DOCTYPE a><a><b/></a>']) assert.equal(readElements(text), undefined, text);
  });
});
