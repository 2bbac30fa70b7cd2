/** The fault matrix: every hop × every fault. A cell says what is done and by which figure of the gateway it is seen, or why there is no such thing. */
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import path from 'node:path';
import type { HttpFault, HttpProxy, Phase } from './http-proxy.ts';
import { SKUS } from './oracle.ts';
import { POSTINGS, type Counts, type Stage } from './stage.ts';

export const HOPS = ['till → gateway', 'gateway store', 'gateway → org', 'SAP → broker → gateway', 'gateway → SAP read', 'gateway → SAP write-back', 'org → gateway events'] as const;
export type Hop = (typeof HOPS)[number];

export const FAULTS = ['drop', 'delay', 'duplicate', 'reorder', 'crash before ack', 'crash after ack', 'slow', '5xx', 'broker restart', 'org restart', 'clock skew'] as const;
export type Fault = (typeof FAULTS)[number];

/** What the gateway said of itself while a cell ran. */
export interface Seen {
  readonly figures: Counts;
  /** It was started anew by the fault (`process_start_time_seconds`). */
  readonly isRestarted: boolean;
}

export interface Cell {
  readonly run: (stage: Stage) => Promise<void>;
  /** The figure it shows in, by name. */
  readonly figure: string;
  readonly shows: (seen: Seen) => boolean;
}

const counted = (name: string): Pick<Cell, 'figure' | 'shows'> => ({ figure: name, shows: ({ figures }) => (figures.counts.get(name) ?? 0) > 0 });
const lagged = (name: string, ms: number): Pick<Cell, 'figure' | 'shows'> => ({ figure: `${name} p99 ≥ ${String(ms)} ms`, shows: ({ figures }) => (figures.slowest.get(name) ?? 0) >= ms });
const restarted: Pick<Cell, 'figure' | 'shows'> = { figure: 'process_start_time_seconds', shows: ({ isRestarted }) => isRestarted };

/** Sales and documents, uploaded as they happen. */
async function trade(stage: Stage, rounds = 6, pauseMs = 120): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const till of stage.tills) till.sell([{ sku: stage.pick(SKUS), quantity: 1 }, { sku: stage.pick(SKUS), quantity: 2 }]);
    if (round % 2 === 0) stage.post(stage.pick(['101', '201', '551']), stage.pick(SKUS), 1 + round, round % 4 === 0 ? { reference: `DN${String(1_000 + Math.floor(stage.random.next() * 9_000))}` } : {});
    await stage.upload();
    await wait(pauseMs);
  }
}

const planned = (proxy: (stage: Stage) => HttpProxy, faults: readonly HttpFault[], figure: Pick<Cell, 'figure' | 'shows'>, work = trade): Cell => ({
  ...figure,
  run: async (stage) => {
    proxy(stage).planned.push(...faults);
    await work(stage);
  },
});

/** Kills the gateway when a request it concerns is in that phase, and starts it again. */
const killedAt = (proxy: (stage: Stage) => HttpProxy, phase: Phase, figure = restarted): Cell => ({
  ...figure,
  run: async (stage) => {
    let killing: Promise<void> | undefined;
    proxy(stage).watch = async (at) => {
      if (at !== phase || killing !== undefined) return;
      killing = stage.killGateway();
      await killing;
    };
    await trade(stage, 3);
    for (let waited = 0; killing === undefined && waited < 100; waited++) await wait(50);
    await (killing ?? stage.killGateway());
    proxy(stage).watch = () => undefined;
    await stage.restartGateway();
    await trade(stage, 2);
  },
});

const orgRestarts = (figure: Pick<Cell, 'figure' | 'shows'>): Cell => ({
  ...figure,
  run: async (stage) => {
    const restarting = stage.restartOrg();
    await trade(stage, 8, 400);
    await restarting;
  },
});

const of = {
  tills: (stage: Stage): HttpProxy => stage.tillProxy,
  org: (stage: Stage): HttpProxy => stage.orgProxy,
  sap: (stage: Stage): HttpProxy => stage.sapProxy,
};

const repeat = <T>(value: T, times: number): readonly T[] => Array.from({ length: times }, () => value);

const TILL: Readonly<Record<Fault, Cell | string>> = {
  drop: planned(of.tills, repeat('drop', 10), lagged('TILL source-to-gateway', 400)),
  delay: planned(of.tills, ['delay', 'delay'], lagged('TILL source-to-gateway', 700)),
  duplicate: planned(of.tills, ['duplicate', 'duplicate'], counted('TILL replayed-answer')),
  reorder: {
    ...counted('TILL sequence-gap'),
    run: async (stage) => {
      for (const till of stage.tills) till.faults = { ...till.faults, heldBackShare: 0.5 };
      await trade(stage, 10);
    },
  },
  'crash before ack': killedAt(of.tills, 'Forwarded'),
  'crash after ack': killedAt(of.tills, 'Passed'),
  slow: 'an answer that is slow on its way back delays the till alone; a slow request is the row delay',
  '5xx': planned(of.tills, repeat('error', 10), lagged('TILL source-to-gateway', 400)),
  'broker restart': 'no broker stands between tills and gateway',
  'org restart': orgRestarts(counted('TILL retry')),
  'clock skew': {
    ...counted('TILL refused-clock'),
    run: async (stage) => {
      const [till] = stage.tills;
      till!.faults = { ...till!.faults, clockSkewMs: 20 * 60_000 };
      await trade(stage, 3);
    },
  },
};

/** Work that waits while the org is not reached, and a gateway that dies with it. */
const diesWithWork: Cell = {
  ...restarted,
  run: async (stage) => {
    stage.orgProxy.planned.push(...repeat<HttpFault>('error', 1_000));
    await trade(stage, 4);
    await stage.killGateway();
    stage.orgProxy.planned.length = 0;
    await stage.restartGateway();
  },
};

const NO_WIRE = 'a file on the machine of the gateway: nothing is on its way there';
const STORE: Readonly<Record<Fault, Cell | string>> = {
  drop: NO_WIRE, delay: NO_WIRE, duplicate: NO_WIRE, reorder: NO_WIRE,
  'crash before ack': killedAt(of.tills, 'Forwarded'),
  'crash after ack': diesWithWork,
  slow: {
    ...lagged('TILL source-to-gateway', 700),
    run: async (stage) => {
      const writer = new Database(path.join(stage.home, 'gateway.db'));
      try {
        writer.exec('BEGIN IMMEDIATE');
        const trading = trade(stage, 3);
        await wait(1_200);
        writer.exec('COMMIT');
        await trading;
      } finally {
        writer.close();
      }
    },
  },
  '5xx': NO_WIRE, 'broker restart': NO_WIRE, 'org restart': NO_WIRE, 'clock skew': 'it keeps moments of the gateway’s own clock',
};

const ORG: Readonly<Record<Fault, Cell | string>> = {
  drop: planned(of.org, ['drop', 'lost-answer', 'drop'], counted('TILL retry')),
  delay: planned(of.org, repeat('delay', 3), lagged('TILL gateway-to-org', 700)),
  duplicate: planned(of.org, repeat('duplicate', 3), counted('TILL duplicate')),
  reorder: planned(of.org, repeat('reorder', 2), lagged('TILL gateway-to-org', 100)),
  'crash before ack': killedAt(of.org, 'Answered'),
  'crash after ack': killedAt(of.org, 'Passed'),
  slow: planned(of.org, repeat('slow', 3), lagged('TILL gateway-to-org', 700)),
  '5xx': planned(of.org, repeat('error', 3), counted('TILL retry')),
  'broker restart': 'no broker stands between gateway and org',
  'org restart': orgRestarts(counted('TILL retry')),
  'clock skew': 'no moment is compared between them; the org refuses facts of more than a day ahead by name (HF-FROM-THE-FUTURE)',
};

/** The documents only: sales would hide what happens to them. */
async function post(stage: Stage, documents = 4, pauseMs = 150): Promise<void> {
  for (let index = 0; index < documents; index++) {
    stage.post(stage.pick(['101', '201', '551']), stage.pick(SKUS), 1 + index);
    await wait(pauseMs);
  }
}

const simulated = (faults: Parameters<Stage['sap']['setFaults']>[0], figure: Pick<Cell, 'figure' | 'shows'>, pauseMs = 150): Cell => ({
  ...figure,
  run: async (stage) => {
    stage.sap.setFaults(faults);
    await post(stage, 4, pauseMs);
    await wait(300);
  },
});

const DOORBELLS: Readonly<Record<Fault, Cell | string>> = {
  drop: simulated({ doorbellLostShare: 1 }, counted('SAP doorbell-missed')),
  delay: simulated({ doorbellLateShare: 1, doorbellLateMs: 2_000 }, lagged('SAP erp-to-doorbell', 1_800)),
  duplicate: simulated({ doorbellDuplicateShare: 1 }, counted('SAP doorbell-repeated')),
  reorder: simulated({ doorbellReorderedShare: 0.5 }, lagged('SAP erp-to-doorbell', 400), 500),
  'crash before ack': {
    ...restarted,
    run: async (stage) => {
      let killing: Promise<void> | undefined;
      stage.brokerProxy.watch = (bytes) => { if (bytes.includes('MaterialDocument.Created')) killing ??= stage.killGateway(); };
      await post(stage);
      await (killing ?? stage.killGateway());
      stage.brokerProxy.watch = () => undefined;
      await stage.restartGateway();
    },
  },
  'crash after ack': {
    ...restarted,
    run: async (stage) => {
      stage.sapProxy.planned.push(...repeat<HttpFault>('error', 1_000));
      await post(stage);
      await wait(300);
      await stage.killGateway();
      stage.sapProxy.planned.length = 0;
      await stage.restartGateway();
    },
  },
  slow: {
    ...lagged('SAP erp-to-doorbell', 900),
    run: async (stage) => {
      stage.brokerProxy.delayMs = 1_000;
      await post(stage);
      await wait(1_500);
    },
  },
  '5xx': 'AMQP has no such answers; what a broker refuses is the row drop',
  'broker restart': {
    ...counted('SAP connection-lost'),
    run: async (stage) => {
      await post(stage, 2);
      const restarting = stage.restartBroker();
      await post(stage, 3, 300);
      await restarting;
    },
  },
  'org restart': { ...counted('SAP retry'), run: async (stage) => {
    const restarting = stage.restartOrg();
    await post(stage, 8, 400);
    await restarting;
  } },
  'clock skew': {
    ...lagged('SAP erp-to-doorbell', 100_000),
    run: async (stage) => {
      stage.sapSkewMs = -120_000;
      await post(stage);
      stage.sapSkewMs = 0;
    },
  },
};

const read = (faults: readonly HttpFault[], figure: Pick<Cell, 'figure' | 'shows'>): Cell => planned(of.sap, faults, figure, post);
const killedReading = (phase: Phase): Cell => ({
  ...restarted,
  run: async (stage) => {
    let killing: Promise<void> | undefined;
    stage.sapProxy.watch = async (at, address) => {
      if (at !== phase || killing !== undefined || !address.includes('MaterialDocumentYear=')) return;
      killing = stage.killGateway();
      await killing;
    };
    await post(stage);
    for (let waited = 0; killing === undefined && waited < 100; waited++) await wait(50);
    await (killing ?? stage.killGateway());
    stage.sapProxy.watch = () => undefined;
    await stage.restartGateway();
  },
});

const READS: Readonly<Record<Fault, Cell | string>> = {
  drop: read([...repeat<HttpFault>('drop', 10), ...repeat<HttpFault>('lost-answer', 4)], counted('SAP retry')),
  delay: read(repeat('delay', 4), lagged('SAP doorbell-to-read', 700)),
  duplicate: 'a read that is repeated changes nothing, there or here, and is not seen by anybody',
  reorder: read(['reorder', 'reorder'], lagged('SAP doorbell-to-read', 100)),
  'crash before ack': killedReading('Answered'),
  'crash after ack': killedReading('Passed'),
  slow: read(repeat('slow', 4), lagged('SAP doorbell-to-read', 700)),
  '5xx': read(repeat('error', 4), counted('SAP retry')),
  'broker restart': 'reads do not go through the broker',
  'org restart': 'reads ask the org nothing: the movement map is kept (what is told to the org after it is the row SAP → broker → gateway)',
  'clock skew': 'a document is read by its number; times are not asked for',
};

async function handOver(stage: Stage, orders = 3, pauseMs = 200): Promise<void> {
  for (let index = 0; index < orders; index++) {
    await stage.handOver(stage.pick(SKUS), 1 + index);
    await wait(pauseMs);
  }
}

const written = (run: (stage: Stage) => Promise<void>, figure: Pick<Cell, 'figure' | 'shows'>): Cell => ({
  ...figure,
  run: async (stage) => {
    stage.sapProxy.concerns = POSTINGS;
    await run(stage);
    // Events take a moment; what is planned must have happened before everything is healed.
    for (let waited = 0; stage.sapProxy.planned.length > 0 && waited < 200; waited++) await wait(50);
  },
});
const postedUnder = (faults: readonly HttpFault[], figure: Pick<Cell, 'figure' | 'shows'>): Cell => written(async (stage) => {
  stage.sapProxy.planned.push(...faults);
  await handOver(stage);
}, figure);
const killedPosting = (phase: Phase): Cell => written(async (stage) => {
  let killing: Promise<void> | undefined;
  stage.sapProxy.watch = async (at) => {
    if (at !== phase || killing !== undefined) return;
    killing = stage.killGateway();
    await killing;
  };
  await handOver(stage);
  for (let waited = 0; killing === undefined && waited < 200; waited++) await wait(50);
  await (killing ?? stage.killGateway());
  stage.sapProxy.watch = () => undefined;
  await stage.restartGateway();
}, restarted);

const WRITES: Readonly<Record<Fault, Cell | string>> = {
  drop: postedUnder(['drop', 'lost-answer'], counted('SAP retry')),
  delay: postedUnder(['delay', 'delay'], lagged('SAP org-to-erp', 700)),
  duplicate: 'no network repeats a request of its own accord; who repeats it is the gateway, after a lost answer or a crash, and it asks SAP for its reference first',
  reorder: postedUnder(['reorder', 'reorder'], lagged('SAP org-to-erp', 100)),
  'crash before ack': killedPosting('Answered'),
  'crash after ack': killedPosting('Passed'),
  slow: postedUnder(['slow', 'slow'], lagged('SAP org-to-erp', 700)),
  '5xx': postedUnder(['error', 'error'], counted('SAP retry')),
  'broker restart': 'postings do not go through the broker',
  'org restart': 'postings ask the org nothing; what they follow from is the row org → gateway events',
  'clock skew': 'a posting is found again by its reference, not by its time',
};

const EVENTS: Readonly<Record<Fault, Cell | string>> = {
  drop: {
    ...counted('HOLDFAST connection-lost'),
    run: async (stage) => {
      await handOver(stage, 1);
      stage.eventsProxy.isRefusing = true;
      stage.eventsProxy.cut();
      await handOver(stage, 2);
      await wait(1_000);
    },
  },
  delay: {
    ...lagged('HOLDFAST org-to-subscriber', 700),
    run: async (stage) => {
      stage.eventsProxy.delayMs = 800;
      await handOver(stage);
      await wait(1_000);
    },
  },
  duplicate: 'the Pub/Sub API repeats events after a broken connection only: rows drop and crash before ack',
  reorder: 'a connection keeps the order of what the org sends, and the replay position is kept in that order',
  'crash before ack': {
    ...restarted,
    run: async (stage) => {
      let killing: Promise<void> | undefined;
      await wait(500);
      stage.eventsProxy.watch = (bytes) => { if (bytes.length > 200) killing ??= stage.killGateway(); };
      await handOver(stage);
      await (killing ?? stage.killGateway());
      stage.eventsProxy.watch = () => undefined;
      await stage.restartGateway();
    },
  },
  'crash after ack': {
    ...restarted,
    run: async (stage) => {
      await handOver(stage);
      await wait(1_000);
      await stage.killGateway();
      await stage.restartGateway();
    },
  },
  slow: 'bytes that come slowly are the row delay',
  '5xx': 'gRPC has no such answers; a refused call is the row drop',
  'broker restart': 'the org’s event bus is part of the org: row org restart',
  'org restart': {
    ...counted('HOLDFAST connection-lost'),
    run: async (stage) => {
      await handOver(stage, 1);
      await stage.restartOrg();
      await handOver(stage, 2);
    },
  },
  'clock skew': 'positions are replay ids, not times',
};

export const MATRIX: Readonly<Record<Hop, Readonly<Record<Fault, Cell | string>>>> = {
  'till → gateway': TILL, 'gateway store': STORE, 'gateway → org': ORG, 'SAP → broker → gateway': DOORBELLS, 'gateway → SAP read': READS, 'gateway → SAP write-back': WRITES, 'org → gateway events': EVENTS,
};
