/** What DataWeave picks of a body, and tells of an answer, against what the contracts name: a field that is forgotten or invented fails. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { follow, objectOf, readContract, type ContractName, type Json, type JsonObject } from '../contracts/document.ts';
import { textOf } from './test/project.ts';

interface Pick {
  readonly script: string;
  readonly contract: ContractName;
  /** Names from the contract's root to a schema, `[]` for the items of a list. */
  readonly schemas: readonly string[];
  /** Named by the script in other ways than in a list. */
  readonly besides?: readonly string[];
}

const PICKS: readonly Pick[] = [
  { script: 'availability-question', contract: 'web-availability', schemas: ['components schemas AvailabilityQuestion'] },
  { script: 'availability-answer', contract: 'web-availability', schemas: ['components schemas AvailabilityAnswer', 'components schemas AvailabilityAnswer items []'], besides: ['items'] },
  { script: 'reservation-command', contract: 'web-availability', schemas: ['components schemas ReservationCommand'], besides: ['lines'] },
  { script: 'Reservations', contract: 'web-availability', schemas: ['components schemas ReservationCommand lines []', 'components schemas ReservationResult lines []'] },
  { script: 'web-reservation', contract: 'web-availability', schemas: ['components schemas WebReservation', 'components schemas WebReservation lines []'], besides: ['lines', 'line'] },
  { script: 'web-changes', contract: 'web-availability', schemas: ['paths /changes get responses 200', 'paths /changes get responses 200 items []'], besides: ['items'] },
  { script: 'intent-facts', contract: 'inventory-intent', schemas: ['components schemas Intent'], besides: ['sku', 'location'] },
  { script: 'intent-state', contract: 'inventory-intent', schemas: ['paths /intents/{source}/{key} get responses 200'] },
  { script: 'org-facts', contract: 'salesforce', schemas: ['components schemas OrgFact'] },
  { script: 'org-command', contract: 'salesforce', schemas: ['components schemas OrgReservationCommand'], besides: ['lines'] },
  { script: 'org-snapshots', contract: 'salesforce', schemas: ['components schemas OrgSnapshot', 'components schemas OrgSnapshot documents []'], besides: ['documents'] },
  { script: 'org-goals', contract: 'salesforce', schemas: ['components schemas Goals lines []'] },
];

function propertiesAt(document: JsonObject, place: string): readonly string[] {
  let schema: Json = document;
  for (const step of place.split(' ')) {
    const object = follow(document, schema);
    if (step === '[]') schema = object['items']!;
    else if (object['type'] === 'object') schema = objectOf(object['properties'])[step]!;
    else schema = object[step]!;
    if (step === '200') schema = objectOf(objectOf(objectOf(follow(document, schema)['content'])['application/json'])['schema']);
  }
  return Object.keys(objectOf(follow(document, schema)['properties']));
}

for (const { script, contract, schemas, besides = [] } of PICKS) {
  test(`${script}.dwl names what ${contract} does`, () => {
    const document = readContract(contract);
    const lists = [...textOf(`src/main/resources/dwl/${script}.dwl`).matchAll(/\["\w+"(?:, "\w+")+\]/g)].flatMap(([list]) => JSON.parse(list) as string[]);
    const wanted = schemas.flatMap((place) => propertiesAt(document, place));
    assert.ok(wanted.length > 0);
    assert.deepEqual([...new Set([...lists, ...besides])].sort(), [...new Set(wanted)].sort());
  });
}
