/** An org that keeps reservations, as far as who collects them is concerned. */
import type { Reservation, ReservationLine } from '../../process/promises/reservation.ts';
import { namesOfTheOrg, type World } from './world.ts';

export function reservation(change: Partial<Reservation> = {}): Reservation {
  return {
    requestKey: 'web-4711-1', status: 'Reserved', kind: 'Firm', purpose: 'Pickup', channel: 'WEB', orderRef: '4711', customer: 'Kim',
    lines: [reservedLine({}), reservedLine({ line: 'B', sku: 'CHAIR-7', location: 'NICE-1' })], ...change,
  };
}

export function reservedLine(change: Partial<ReservationLine>): ReservationLine {
  return { line: 1, sku: 'LAMP-1', location: 'LYON-CENTRE', quantity: 2, granted: 2, fulfilled: 0, released: 0, ...change };
}

/** Answers look-ups and fulfils what it is told to. The pickup code of every reservation is K7M2QX. */
export function keepReservations(world: World, kept: Reservation[]): void {
  world.orgRows = (soql) => (soql.includes("Pickup_Code__c = 'K7M2QX'") ? kept.map(({ requestKey }) => ({ Request_Key__c: requestKey })) : namesOfTheOrg(soql));
  world.orgAnswers = (method, path, body) => {
    if (path.startsWith('/reservations?orderRef=')) return { status: 200, body: { items: kept.filter(({ orderRef }) => orderRef === decodeURIComponent(path.split('=')[1]!)) } };
    const [, , key, verb] = path.split('/');
    const index = kept.findIndex(({ requestKey }) => requestKey === decodeURIComponent(key ?? ''));
    const found = kept[index];
    if (found === undefined) return undefined;
    if (method === 'GET') return { status: 200, body: found };
    if (found.status === 'Released') return { status: 409, body: [{ errorCode: 'HF-ALREADY-RELEASED', message: 'It was given back.' }] };
    const goals = (body as { lines: { line: number | string; quantity: number }[] } | undefined)?.lines ?? [];
    const lines = found.lines.map((line) => {
      const goal = goals.find((one) => String(one.line) === String(line.line));
      return verb === 'release' ? { ...line, released: line.granted - line.fulfilled } : goal === undefined ? line : { ...line, ...(verb === 'fulfil' ? { fulfilled: goal.quantity } : { granted: goal.quantity }) };
    });
    kept[index] = { ...found, lines };
    return { status: 200, body: kept[index] };
  };
}
