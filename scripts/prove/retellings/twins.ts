/** The app with the mistakes that the algebra forbids: a proof that passes over them proves nothing. */
import type { Variant } from '../interleavings/variants.ts';
import { examine, storyOf, type Breach } from './examine.ts';
import { Stage } from './stage.ts';

const STEP = 'classes/StockLedgerStep.cls';

export const TWINS: readonly Variant[] = [
  {
    name: 'snapshot-overwrites', what: 'a snapshot becomes what is there, whatever it does not contain',
    edits: [
      { file: STEP, from: 'anchor.values.get(bucket) + state.local.get(bucket)', to: 'anchor.values.get(bucket)' },
      { file: STEP, from: 'if (document.isDocument && !anchor.contains(document)) {', to: 'if (document.isDocument && document.key == null) {' },
    ],
  },
  { name: 'last-snapshot-wins', what: 'the snapshot that arrives last counts, not the newest', edits: [{ file: 'classes/StockAnchor.cls', from: 'return other == null || atMillis > other.atMillis', to: 'return other == null || atMillis > 0 || atMillis > other.atMillis' }] },
  { name: 'late-facts-move-counts', what: 'what happened before a count and is told after it still moves the stock', edits: [{ file: 'classes/StockCount.cls', from: 'return occurredMillis <= atMillis;', to: 'return occurredMillis < 0;' }] },
  { name: 'documents-count-again', what: 'a document counts beside the sale that it confirms', edits: [{ file: 'classes/StockMove.cls', from: 'groupKey = entry.Group_Key__c;', to: 'groupKey = entry.Intent__c == StockIntents.DOCUMENT ? null : entry.Group_Key__c;' }] },
  { name: 'cancellations-are-returns', what: 'a document that cancels another counts as goods that came back', edits: [{ file: 'classes/StockMove.cls', from: 'isMirrored = isReversal != (details.takesBack == true);', to: 'isMirrored = isReversal;' }] },
];

/** Plays the first stories with a twin. @returns the first breach; undefined when the mistake was passed over */
export async function caught(twin: Variant, stories: number): Promise<Breach | undefined> {
  const stage = await Stage.start(stories, twin);
  try {
    return (await examine(stage, Array.from({ length: stories }, (_, index) => ({ seed: index + 1, story: storyOf(index + 1) }))))[0];
  } finally {
    await stage.close();
  }
}
