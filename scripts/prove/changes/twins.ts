/** The feed as it is, in pages of two rows so that every cursor is used, and with the mistakes that feeds are made with. */
import type { Variant } from '../interleavings/variants.ts';

const FEED = 'classes/ChangeFeed.cls';
const MARGIN = 'settleMinutes = 11;';
/** Named twice for both queries. */
const ORDER_BY_ID = { file: 'classes/ChangeSelector.cls', from: 'ORDER BY SystemModstamp, Id', to: 'ORDER BY Id' };
const SMALL_PAGES = { file: FEED, from: 'rowsPerPage = 1000;', to: 'rowsPerPage = 2;' };

export const FEED_AS_IT_IS: Variant = { name: 'feed', what: 'each change is told at once and again when no transaction of its moment can be running', edits: [SMALL_PAGES] };

export const FEED_TWINS: readonly Variant[] = [
  { name: 'later-stamps-only', what: 'the cursor is a moment, without a margin', edits: [SMALL_PAGES, { file: FEED, from: MARGIN, to: 'settleMinutes = 0;' }] },
  { name: 'short-margin', what: 'the margin is half as long as a transaction may take', edits: [SMALL_PAGES, { file: FEED, from: MARGIN, to: 'settleMinutes = 5;' }] },
  { name: 'by-id', what: 'pages are in the order of Ids: their last row is not the latest', edits: [SMALL_PAGES, ORDER_BY_ID, ORDER_BY_ID] },
  { name: 'version-stands-still', what: 'a second change keeps the version of the first', edits: [SMALL_PAGES, { file: 'classes/StockPosition.cls', from: 'version += 1;', to: 'version += Math.mod(versionBefore.intValue() + 1, 2);' }] },
];
