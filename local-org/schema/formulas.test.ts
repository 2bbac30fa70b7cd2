import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeField } from './describe-field.ts';
import { built, fieldFile, metadata, objectFile, type Built } from './test-support/projects.ts';

const formula = (text: string, type = 'Number', rest = '<precision>18</precision><scale>2</scale>'): string =>
  `<externalId>false</externalId>\n<formula>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</formula><formulaTreatBlanksAs>BlankAsZero</formulaTreatBlanksAs><type>${type}</type>${rest}`;

function rule(name: string, condition: string, rest = ''): [string, string] {
  return [`objects/A__c/validationRules/${name}.validationRule-meta.xml`, metadata('ValidationRule', `<fullName>${name}</fullName><active>true</active>\n<errorConditionFormula>${condition}</errorConditionFormula><errorMessage>No.</errorMessage>${rest}`)];
}

function project(...files: [string, string][]): Built {
  const base = [objectFile('A__c'), fieldFile('A__c', 'Amount__c', '<type>Currency</type><precision>18</precision><scale>2</scale>'), fieldFile('A__c', 'Parent__c', '<type>Lookup</type><referenceTo>A__c</referenceTo><relationshipName>Children</relationshipName>')];
  return built(new Map([...base, ...files]));
}

describe('a formula field', () => {
  it('has a type and cannot be written', () => {
    const { schema, messages } = project(fieldFile('A__c', 'Twice__c', formula('Amount__c * 2 + Parent__r.Amount__c')));
    assert.deepEqual(messages, []);
    const object = schema.objects.get('a__c')!;
    const field = object.fieldsByName.get('twice__c')!;
    assert.deepEqual([field.type, field.scale, field.isCreateable, field.isUpdateable, field.isNillable], ['double', 2, false, false, true]);
    const described = describeField(object, field);
    assert.deepEqual([described['calculated'], described['calculatedFormula'], described['formulaTreatNullNumberAsZero'], described['createable']], [true, 'Amount__c * 2 + Parent__r.Amount__c', true, false]);
  });

  it('is refused with the place in its text', () => {
    assert.deepEqual(project(fieldFile('A__c', 'Bad__c', formula('1 +\n  Nope__c'))).messages, ['CustomField A__c.Bad__c:4 Field Nope__c does not exist. Check spelling. (formula line 2, column 3)']);
    assert.deepEqual(project(fieldFile('A__c', 'Bad__c', formula('"x"'))).messages, ['CustomField A__c.Bad__c:3 Formula result is data type (Text), incompatible with expected data type (Number).']);
    assert.deepEqual(project(fieldFile('A__c', 'Bad__c', formula('VLOOKUP(1,2,3)'))).messages, ['CustomField A__c.Bad__c:3 The function VLOOKUP is not supported by the local org']);
  });

  it('reads other formulas but never itself', () => {
    const good = project(fieldFile('A__c', 'One__c', formula('Amount__c + 1')), fieldFile('A__c', 'Two__c', formula('One__c + Parent__r.One__c')));
    assert.deepEqual(good.messages, []);
    const bad = project(fieldFile('A__c', 'One__c', formula('Parent__r.Two__c')), fieldFile('A__c', 'Two__c', formula('One__c')));
    assert.equal(bad.messages.length, 2);
    assert.match(bad.messages[0]!, /Formula cannot use another formula field that directly or indirectly refers to itself/);
  });

  it('may use the user, labels and permissions', () => {
    const text = 'IF($Permission.Sell, $User.FirstName & $Label.Hello, CreatedBy.Profile.Name)';
    const { messages } = project(
      fieldFile('A__c', 'Greeting__c', formula(text, 'Text', '')),
      ['customPermissions/Sell.customPermission-meta.xml', metadata('CustomPermission', '<label>Sell</label>')],
      ['labels/CustomLabels.labels-meta.xml', metadata('CustomLabels', '<labels><fullName>Hello</fullName><language>en_US</language><protected>true</protected><shortDescription>h</shortDescription><value>hi</value></labels>')],
    );
    assert.deepEqual(messages, []);
  });
});

describe('a default value', () => {
  it('may be a formula of the field\'s type', () => {
    const { schema, messages } = project(fieldFile('A__c', 'Due__c', '<type>Date</type><defaultValue>TODAY() + 7</defaultValue>'));
    assert.deepEqual(messages, []);
    assert.equal(schema.objects.get('a__c')!.fieldsByName.get('due__c')!.defaultFormula, 'TODAY() + 7');
  });

  it('of another type is refused', () => {
    assert.deepEqual(project(fieldFile('A__c', 'Due__c', '<type>Date</type><defaultValue>NOW()</defaultValue>')).messages, ['CustomField A__c.Due__c:2 Formula result is data type (DateTime), incompatible with expected data type (Date).']);
  });
});

describe('a validation rule', () => {
  it('belongs to its object, standard ones too', () => {
    const { schema, messages } = project(rule('Positive', 'Amount__c &lt; 0', '<errorDisplayField>Amount__c</errorDisplayField>'),
      ['objects/Account/validationRules/Named.validationRule-meta.xml', metadata('ValidationRule', '<fullName>Named</fullName><active>false</active><errorConditionFormula>ISNEW()</errorConditionFormula><errorMessage>x</errorMessage>')]);
    assert.deepEqual(messages, []);
    assert.deepEqual(schema.objects.get('a__c')!.validationRules, [{ name: 'Positive', isActive: true, formula: 'Amount__c < 0', message: 'No.', displayField: 'Amount__c' }]);
    assert.equal(schema.objects.get('account')!.validationRules!.length, 1);
  });

  it('must be a condition over fields that exist', () => {
    assert.deepEqual(project(rule('Bad', 'Amount__c')).messages, ['ValidationRule A__c.Bad:2 Formula result is data type (Number), incompatible with expected data type (Boolean).']);
    assert.deepEqual(project(rule('Bad', 'ISNEW()', '<errorDisplayField>Nope__c</errorDisplayField>')).messages, ['ValidationRule A__c.Bad:1 In field: errorDisplayField - no CustomField named A__c.Nope__c found']);
  });
});

describe('a roll-up summary', () => {
  const detail: [string, string][] = [objectFile('D__c'), fieldFile('D__c', 'A__c', '<type>MasterDetail</type><referenceTo>A__c</referenceTo><relationshipName>Ds</relationshipName>'), fieldFile('D__c', 'Cost__c', '<type>Currency</type><precision>16</precision><scale>3</scale>')];
  const roll = (body: string): [string, string] => fieldFile('A__c', 'Roll__c', `<type>Summary</type><summaryForeignKey>D__c.A__c</summaryForeignKey>${body}`);

  it('has the type of what it summarizes', () => {
    const { schema, messages } = project(...detail, roll('<summarizedField>D__c.Cost__c</summarizedField><summaryOperation>sum</summaryOperation><summaryFilterItems><field>D__c.Name</field><operation>startsWith</operation><value>x</value></summaryFilterItems>'));
    assert.deepEqual(messages, []);
    const field = schema.objects.get('a__c')!.fieldsByName.get('roll__c')!;
    assert.deepEqual([field.type, field.scale, field.isUpdateable, field.defaultValue], ['currency', 3, false, 0]);
  });

  it('is refused where it summarizes what is not there', () => {
    assert.deepEqual(project(...detail, roll('<summarizedField>D__c.Nope__c</summarizedField><summaryOperation>sum</summaryOperation>')).messages, ['CustomField A__c.Roll__c:1 In field: summarizedField - no CustomField named D__c.Nope__c found']);
    assert.deepEqual(project(...detail, roll('<summarizedField>D__c.Name</summarizedField><summaryOperation>max</summaryOperation>')).messages, ['CustomField A__c.Roll__c:1 A field of type string cannot be summarized by max']);
  });
});
