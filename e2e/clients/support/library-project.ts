/** The project most client tests serve: authors with books, an external id on each, a trigger that refuses one title, and a class to call. */
import { ADMIN_USERNAME } from '../../../local-org/deploy/demo-users.ts';
import type { RestCall } from '../../support/rest-client.ts';
import { apexClass, apexTrigger, customField, customObject, makeProject, permissionSet, platformEvent, type ProjectFolder } from './project.ts';

const OPTIONAL_FIELDS = ['Author__c.Key__c', 'Author__c.Born__c', 'Author__c.Active__c', 'Book__c.Isbn__c', 'Book__c.Author__c', 'Book__c.Price__c', 'Book__c.Pages__c', 'Book__c.Sold_At__c', 'Book__c.Summary__c'];

export const libraryFiles: Readonly<Record<string, string>> = {
  ...customObject('Author__c', 'Author'),
  ...customField('Author__c', 'Key__c', '<type>Text</type><length>40</length><externalId>true</externalId><unique>true</unique><caseSensitive>true</caseSensitive>'),
  ...customField('Author__c', 'Born__c', '<type>Date</type>'),
  ...customField('Author__c', 'Active__c', '<type>Checkbox</type><defaultValue>false</defaultValue>'),
  ...customObject('Book__c', 'Book'),
  ...customField('Book__c', 'Isbn__c', '<type>Text</type><length>20</length><externalId>true</externalId><unique>true</unique><caseSensitive>false</caseSensitive>'),
  ...customField('Book__c', 'Author__c', '<type>Lookup</type><referenceTo>Author__c</referenceTo><relationshipName>Books</relationshipName><relationshipLabel>Books</relationshipLabel>'),
  ...customField('Book__c', 'Price__c', '<type>Number</type><precision>12</precision><scale>2</scale>'),
  ...customField('Book__c', 'Pages__c', '<type>Number</type><precision>6</precision><scale>0</scale>'),
  ...customField('Book__c', 'Sold_At__c', '<type>DateTime</type>'),
  ...customField('Book__c', 'Summary__c', '<type>LongTextArea</type><length>32768</length><visibleLines>3</visibleLines>'),
  ...platformEvent('Note__e', 'Note'),
  ...customField('Note__e', 'Text__c', '<type>Text</type><length>100</length>'),
  ...apexTrigger('BookRules', `trigger BookRules on Book__c (before insert, before update, before delete) {
    if (Trigger.isDelete) {
        for (Book__c book : Trigger.old) if (book.Name == 'Kept') book.addError('Kept books stay');
        return;
    }
    for (Book__c book : Trigger.new) if (book.Name == 'Forbidden') book.Name.addError('This title is forbidden');
}
`),
  ...apexClass('BookService', `@RestResource(urlMapping='/books/*')
global with sharing class BookService {
    @HttpGet
    global static Integer count() {
        return [SELECT COUNT() FROM Book__c];
    }
    @HttpPost
    global static String echo(String text) {
        return text;
    }
}
`),
  ...apexClass('BookServiceTest', `@IsTest
private class BookServiceTest {
    @IsTest
    static void countsBooks() {
        insert new Book__c(Name = 'One');
        System.assertEquals(1, BookService.count());
    }
}
`),
  ...permissionSet('Librarian', OPTIONAL_FIELDS.map((field) => `<fieldPermissions><editable>true</editable><field>${field}</field><readable>true</readable></fieldPermissions>`).join('') + ['Author__c', 'Book__c'].map((object) =>
    `<objectPermissions><allowCreate>true</allowCreate><allowDelete>true</allowDelete><allowEdit>true</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>${object}</object><viewAllRecords>false</viewAllRecords></objectPermissions>`).join('')),
};

/** Gives a user the permission set, as an administrator would after the deploy. */
export async function makeLibrarian(call: RestCall, username: string = ADMIN_USERNAME): Promise<void> {
  const idOf = async (soql: string): Promise<string> => ((await call('GET', `/query?q=${encodeURIComponent(soql)}`)).body as { records: { Id: string }[] }).records[0]!.Id;
  const answer = await call('POST', '/sobjects/PermissionSetAssignment', {
    AssigneeId: await idOf(`SELECT Id FROM User WHERE Username = '${username}'`), PermissionSetId: await idOf("SELECT Id FROM PermissionSet WHERE Name = 'Librarian'"),
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
}

export const makeLibraryProject = (): ProjectFolder => makeProject(libraryFiles);
