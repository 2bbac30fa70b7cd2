import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { homePageOf, recordPageOf, type Assignment } from './assignment.ts';
import { shellModel, type ShellModel } from './shell-model.ts';
import { knownTemplates, templateRows, type TemplateRow } from './templates.ts';
import { grantsFor } from './visibility.ts';

const app = (name: string, content: string): [string, string] => [`force-app/main/x/applications/${name}.app-meta.xml`, `<CustomApplication>${content}</CustomApplication>`];
const tab = (name: string, content: string): [string, string] => [`force-app/main/x/tabs/${name}.tab-meta.xml`, `<CustomTab>${content}</CustomTab>`];
const page = (name: string, content: string): [string, string] => [`force-app/main/x/flexipages/${name}.flexipage-meta.xml`, `<FlexiPage>${content}</FlexiPage>`];
const permissionSet = (name: string, content: string): [string, string] => [`force-app/main/x/permissionsets/${name}.permissionset-meta.xml`, `<PermissionSet>${content}</PermissionSet>`];
const profile = (name: string, content: string): [string, string] => [`force-app/main/x/profiles/${name}.profile-meta.xml`, `<Profile>${content}</Profile>`];
const modelOf = (...files: readonly [string, string][]): ShellModel => shellModel(new Map(files));
const view = (content: string, more = ''): string => `<actionName>View</actionName><content>${content}</content><type>Flexipage</type><pageOrSobjectType>Shelf__c</pageOrSobjectType>${more}`;

describe('apps', () => {
  it('are those of the Lightning interface; what says nothing is of the older one', () => {
    const { apps } = modelOf(app('Old', '<label>Old</label>'), app('Older', '<uiType>Aloha</uiType>'), app('New', '<uiType>Lightning</uiType>'));
    assert.deepEqual(apps.map(({ name }) => name), ['New']);
  });

  it('know their tabs in order, their kind of navigation, their utility bar and their colour', () => {
    const [one] = modelOf(app('Desk', '<label>Service &amp; desk</label><uiType>Lightning</uiType><navType>Console</navType><tabs>B</tabs><tabs>A</tabs><utilityBar>Bar</utilityBar><brand><headerColor>#0176D3</headerColor></brand>')).apps;
    assert.deepEqual([one?.label, one?.isConsole, one?.tabs, one?.utilityBar, one?.color], ['Service & desk', true, ['B', 'A'], 'Bar', '#0176D3']);
  });

  it('take no colour that could end up as something else in a style', () => {
    const [one] = modelOf(app('Desk', '<uiType>Lightning</uiType><brand><headerColor>red; background: url(x)</headerColor></brand>')).apps;
    assert.equal(one?.color, undefined);
  });
});

describe('tabs', () => {
  it('show a component, a page or an object, and name what cannot be shown', () => {
    const { tabs } = modelOf(
      tab('Hello', '<label>Hello</label><lwcComponent>hello</lwcComponent><motif>Custom98: Truck</motif>'), tab('Desk', '<flexiPage>Desk</flexiPage>'), tab('Shelf__c', '<customObject>true</customObject>'),
      tab('Web', '<url>https://example.com</url>'), tab('Old', '<page>Old</page>'), tab('Empty', ''),
    );
    assert.deepEqual([...tabs].map(([name, { content }]) => [name, content]), [
      ['Desk', { kind: 'flexiPage', page: 'Desk' }],
      ['Empty', { kind: 'unsupported', what: 'nothing' }],
      ['Hello', { kind: 'component', component: 'hello' }],
      ['Old', { kind: 'unsupported', what: 'a Visualforce page' }],
      ['Shelf__c', { kind: 'object', objectApiName: 'Shelf__c' }],
      ['Web', { kind: 'unsupported', what: 'a web page' }],
    ]);
    assert.equal(tabs.get('Hello')?.icon, 'custom:custom98');
  });
});

describe('visibility', () => {
  const { visibility } = modelOf(
    permissionSet('Seller', '<applicationVisibilities><application>Desk</application><visible>true</visible></applicationVisibilities><applicationVisibilities><application>Hidden</application><visible>false</visible></applicationVisibilities><tabSettings><tab>A</tab><visibility>Available</visibility></tabSettings>'),
    permissionSet('Lead', '<tabSettings><tab>A</tab><visibility>Visible</visibility></tabSettings>'),
    profile('StandardAul', '<tabVisibilities><tab>A</tab><visibility>Hidden</visibility></tabVisibilities><tabVisibilities><tab>B</tab><visibility>DefaultOn</visibility></tabVisibilities><tabVisibilities><tab>C</tab><visibility>DefaultOff</visibility></tabVisibilities>'),
  );

  it('is nothing without a grant', () => {
    const grants = grantsFor(visibility, 'System Administrator', []);
    assert.deepEqual([[...grants.apps], [...grants.tabs]], [[], []]);
  });

  it('is the widest of profile and permission sets, whatever their order', () => {
    for (const sets of [['Seller', 'Lead'], ['lead', 'seller']]) {
      const grants = grantsFor(visibility, 'Standard Platform User', sets);
      assert.deepEqual([[...grants.apps], Object.fromEntries(grants.tabs)], [['Desk'], { A: 'Visible', B: 'Visible', C: 'Available' }]);
    }
  });
});

describe('the page of a record', () => {
  const model = modelOf(
    app('Desk', `<uiType>Lightning</uiType>
      <actionOverrides>${view('Of_App', '<formFactor>Large</formFactor>')}</actionOverrides>
      <profileActionOverrides>${view('Of_Profile', '<profile>Admin</profile>')}</profileActionOverrides>
      <profileActionOverrides>${view('Of_Type', '<profile>Admin</profile><recordType>Shelf__c.Tall</recordType>')}</profileActionOverrides>`),
    app('Plain', '<uiType>Lightning</uiType>'),
    app('Phone', `<uiType>Lightning</uiType><actionOverrides>${view('Of_Phone', '<formFactor>Small</formFactor>')}</actionOverrides>`),
    ['force-app/main/x/objects/Shelf__c/Shelf__c.object-meta.xml', '<CustomObject><actionOverrides><actionName>View</actionName><content>Of_Org</content><type>Flexipage</type><formFactor>Large</formFactor></actionOverrides></CustomObject>'],
    ['force-app/main/x/objects/Old__c/Old__c.object-meta.xml', '<CustomObject><actionOverrides><actionName>View</actionName><content>OldPage</content><type>Visualforce</type></actionOverrides></CustomObject>'],
    ['force-app/main/x/objects/Bare__c/Bare__c.object-meta.xml', '<CustomObject><actionOverrides><actionName>View</actionName><type>Default</type></actionOverrides></CustomObject>'],
  );
  const assigned = (appName: string | undefined, profileName = 'Standard User', recordType?: string, objectApiName = 'Shelf__c'): Assignment =>
    recordPageOf(model, objectApiName, { app: model.apps.find(({ name }) => name === appName), profileName, recordType });

  it('is that of app, profile and record type before that of app and profile, before that of the app, before that of the org', () => {
    assert.deepEqual(assigned('Desk', 'System Administrator', 'Tall'), { kind: 'flexiPage', page: 'Of_Type' });
    assert.deepEqual(assigned('Desk', 'System Administrator', 'Low'), { kind: 'flexiPage', page: 'Of_Profile' });
    assert.deepEqual(assigned('Desk', 'Standard User', 'Tall'), { kind: 'flexiPage', page: 'Of_App' });
    assert.deepEqual(assigned('Plain'), { kind: 'flexiPage', page: 'Of_Org' });
    assert.deepEqual(assigned(undefined), { kind: 'flexiPage', page: 'Of_Org' });
  });

  it('is not the one for phones', () => {
    assert.deepEqual(assigned('Phone'), { kind: 'flexiPage', page: 'Of_Org' });
  });

  it('is the built-in one where nothing, or the default, is assigned', () => {
    assert.deepEqual(assigned('Plain', 'Standard User', undefined, 'Bare__c'), { kind: 'builtIn' });
    assert.deepEqual(assigned('Plain', 'Standard User', undefined, 'Account'), { kind: 'builtIn' });
  });

  it('is named when it is of a kind that cannot be shown', () => {
    assert.deepEqual(assigned('Plain', 'Standard User', undefined, 'Old__c'), { kind: 'unsupported', what: 'an override of type Visualforce (OldPage)' });
  });
});

describe('the home page', () => {
  it('is the one the app gives, otherwise the built-in one', () => {
    const override = '<actionOverrides><actionName>Tab</actionName><content>Store_Home</content><formFactor>Large</formFactor><type>Flexipage</type><pageOrSobjectType>standard-home</pageOrSobjectType></actionOverrides>';
    const { apps } = modelOf(app('A', `<uiType>Lightning</uiType>${override}`), app('B', '<uiType>Lightning</uiType>'));
    const homes = apps.map((one) => homePageOf({ app: one, profileName: 'Standard User', recordType: undefined }));
    assert.deepEqual(homes, [{ kind: 'flexiPage', page: 'Store_Home' }, { kind: 'builtIn' }]);
  });
});

describe('pages', () => {
  it('keep regions, background and facets apart', () => {
    const region = (name: string, type: string, component: string): string => `<flexiPageRegions><name>${name}</name><type>${type}</type><itemInstances><componentInstance><componentName>${component}</componentName></componentInstance></itemInstances></flexiPageRegions>`;
    const one = modelOf(page('Home', `<type>HomePage</type><template><name>home:desktopTemplate</name></template>${region('top', 'Region', 'a')}${region('back', 'Background', 'b')}${region('Facet-1', 'Facet', 'c')}`)).pages.get('Home');
    assert.deepEqual(one?.regions.map(({ name, isBackground, items }) => [name, isBackground, items.length]), [['top', false, 1], ['back', true, 1]]);
    assert.deepEqual([...(one?.facets.keys() ?? [])], ['Facet-1']);
  });
});

describe('templates', () => {
  const columns = (row: TemplateRow): number => row.reduce((sum, region) => sum + region.columns, 0);
  const names = (rows: readonly TemplateRow[]): string[] => rows.flat().flatMap((region) => (region.rows === undefined ? [region.name] : names(region.rows)));

  it('fill all twelve columns in every row, and have each region once', () => {
    for (const template of knownTemplates()) {
      const rows = templateRows(template) ?? [];
      assert.ok([...rows, ...rows.flat().flatMap((region) => region.rows ?? [])].every((row) => columns(row) === 12), template);
      assert.equal(new Set(names(rows)).size, names(rows).length, template);
    }
  });

  it('are not guessed', () => {
    assert.equal(templateRows('flexipage:noSuchTemplate'), undefined);
  });
});
