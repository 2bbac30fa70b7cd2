/** A stored value as events carry it, without the Apex value in between where the two are the same text or number. */
import { apexValueOf } from '../data/soql/read.ts';
import type { ColumnLayout, TableLayout } from '../data/store/columns.ts';
import type { SqlValue } from '../data/store/connection.ts';
import { makeId } from '../values/id.ts';
import { eventValue } from './event-value.ts';

/** Makes the function for one column. */
export function storedEventValue(layout: TableLayout, { storage, scale, targetPrefix }: ColumnLayout): (stored: SqlValue) => unknown {
  switch (storage) {
    case 'row': return idsOf(layout.keyPrefix);
    case 'reference': return idsOf(targetPrefix ?? '');
    case 'idText': case 'text': case 'exactText': return (stored) => stored;
    case 'datetime': return timeText;
    default: return (stored) => eventValue(apexValueOf(storage, scale, stored));
  }
}

function idsOf(prefix: string): (stored: SqlValue) => unknown {
  return (stored) => (stored === null ? null : makeId(prefix, stored as number));
}

let lastTime = { milliseconds: Number.NaN, text: '' };

/** A record carries the same moment several times. */
function timeText(stored: SqlValue): unknown {
  if (stored === null) return null;
  const milliseconds = stored as number;
  if (milliseconds !== lastTime.milliseconds) lastTime = { milliseconds, text: new Date(milliseconds).toISOString() };
  return lastTime.text;
}
