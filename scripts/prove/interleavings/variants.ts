/**
 * The app as it is, and the app with the mistakes its rules forbid: the same source texts with one thing changed. A proof that cannot find them proves nothing.
 * An edit whose text is no longer in the source fails by name, so that a variant never turns into the app by itself.
 */
import type { ProjectFiles } from '../../../local-org/deploy/compile.ts';

interface Edit {
  /** End of the path of the file. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface Variant {
  readonly name: string;
  readonly what: string;
  readonly edits: readonly Edit[];
}

const BOOK = 'classes/StockPositionBook.cls';
const SELECTOR = 'classes/StockSelector.cls';
const LOCKING_LOOP = 'for (Stock_Position__c row : StockSelector.lockPositions(sortedKeys)) {';
const DEDUPE_FIRST: Edit = {
  file: 'classes/ReserveStock.cls',
  from: 'book = StockPositionBook.lockAll(positionKeys);\n        }\n        recordedByKey = ReservationSelector.byRequestKey(requestKeys);',
  to: 'recordedByKey = ReservationSelector.byRequestKey(requestKeys);\n            book = StockPositionBook.lockAll(positionKeys);\n        } else {\n            recordedByKey = ReservationSelector.byRequestKey(requestKeys);\n        }',
};
const notUnique = (objectName: string, field: string): Edit => ({ file: `${objectName}/fields/${field}.field-meta.xml`, from: '<unique>true</unique>', to: '<unique>false</unique>' });

export const VARIANTS: readonly Variant[] = [
  { name: 'correct', what: 'lock, de-duplicate, compute, write', edits: [] },
  { name: 'no-lock', what: 'positions are read without FOR UPDATE', edits: [{ file: SELECTOR, from: 'WITH SYSTEM_MODE\n            FOR UPDATE', to: 'WITH SYSTEM_MODE' }] },
  {
    name: 'check-before-lock', what: 'availability is read before the lock',
    edits: [
      { file: BOOK, from: LOCKING_LOOP, to: `List<Stock_Position__c> seen = StockSelector.unlockedPositions(sortedKeys);\n        StockSelector.lockPositions(sortedKeys);\n        for (Stock_Position__c row : seen) {` },
      {
        file: SELECTOR, from: '    public static Map<String, Product2> productsBySku(',
        to: `    public static List<Stock_Position__c> unlockedPositions(List<String> keys) {
        return [SELECT Id, Position_Key__c, SKU__c, Location_Code__c, Whole_Units__c, On_Hand__c, Reserved__c, Inspection__c, Damaged__c, In_Transit__c, Safety__c, Fenced__c, Quota__c, Allotted__c, Shards__c, Version__c, Next_Expiry_Minute__c, Archived_Until_Millis__c,
                Adopts_Snapshots__c, Book__c, Book_Inspection__c, Book_Damaged__c, Book_In_Transit__c, Local__c, Local_Inspection__c, Local_Damaged__c,
                Anchor_Key__c, Anchor_At_Millis__c, Anchor_From_Millis__c, Anchor_On_Hand__c, Anchor_Inspection__c, Anchor_Damaged__c, Count_Key__c, Count_At_Millis__c, Counted__c
            FROM Stock_Position__c WHERE Position_Key__c IN :keys WITH SYSTEM_MODE];
    }

    public static Map<String, Product2> productsBySku(`,
      },
    ],
  },
  { name: 'dedupe-before-lock', what: 'known keys are looked up before the lock; unique keys are the second line of defence', edits: [DEDUPE_FIRST] },
  { name: 'dedupe-no-unique', what: 'the same, and no key is unique', edits: [DEDUPE_FIRST, notUnique('Stock_Reservation__c', 'Request_Key__c'), notUnique('Stock_Entry__c', 'Entry_Key__c'), notUnique('Store_Task__c', 'Task_Key__c')] },
  { name: 'no-sweep', what: 'a hot product is called sold out when one shard is empty', edits: [{ file: 'classes/GrantDesk.cls', from: 'position = gathered(line.positionKey, line.quantity);', to: 'position = view.placeOf(request, line);' }] },
  {
    name: 'believe-the-look', what: 'what a shard holds is read before its lock',
    edits: [{ file: 'classes/LockedView.cls', from: 'return guard.left(position, request.kind, request.channel, null);', to: 'return position.isShard() ? book.shards().seen(position.key).available() : guard.left(position, request.kind, request.channel, null);' }],
  },
  {
    name: 'one-by-one', what: "positions are locked one by one, in the caller's order",
    edits: [
      { file: BOOK, from: 'sortedKeys.sort();', to: '' },
      { file: BOOK, from: LOCKING_LOOP, to: `List<Stock_Position__c> rows = new List<Stock_Position__c>();\n        for (String key : sortedKeys) { rows.addAll(StockSelector.lockPositions(new List<String>{ key })); }\n        for (Stock_Position__c row : rows) {` },
    ],
  },
];

export function variantNamed(name: string): Variant {
  const found = VARIANTS.find((variant) => variant.name === name);
  if (found === undefined) throw new Error(`There is no variant ${name}; there are ${VARIANTS.map((variant) => variant.name).join(', ')}.`);
  return found;
}

export function applied(variant: Variant, files: ProjectFiles): ProjectFiles {
  const edited = new Map(files);
  for (const { file, from, to } of variant.edits) {
    const path = [...edited.keys()].find((each) => each.endsWith(`/${file}`));
    const text = path === undefined ? undefined : edited.get(path);
    if (path === undefined || typeof text !== 'string' || !text.includes(from)) throw new Error(`The variant ${variant.name} does not fit the app any more: ${file} does not hold "${from}".`);
    edited.set(path, text.replace(from, to));
  }
  return edited;
}

/** Shortages are left to agents, so that nothing happens to promises but what a test calls for. */
export const shortagesLeft = (files: ProjectFiles): ProjectFiles => applied({
  name: 'shortages-left', what: 'shortages are left to agents',
  edits: [{ file: 'customMetadata/Engine_Setting.Default.md-meta.xml', from: '<field>Reallocate_Shortages__c</field>\n        <value xsi:type="xsd:boolean">true', to: '<field>Reallocate_Shortages__c</field>\n        <value xsi:type="xsd:boolean">false' }],
}, files);
