/** The demo: stores trade, SAP posts, customers collect; a screen shows whether everybody agrees, and lets people break things. */
import { secretOf } from '../../gateway/cli/home.ts';
import { systemClock } from '../../gateway/shared/clock.ts';
import { seededRandom, type Random } from '../../gateway/simulator/random.ts';
import { httpSend } from '../../gateway/simulator/tills/shop-floor.ts';
import { FaultBoard, faultsOf } from './faults.ts';
import { Operations } from '../gateway/operations.ts';
import { Happenings } from './happenings.ts';
import { OrgSide } from './org-side.ts';
import { startParts, type DemoParts } from './parts.ts';
import { PRODUCTS, STORES } from './plan.ts';
import { SapSide } from './sap-side.ts';
import { serveScreen } from './screen.ts';
import { mapTypes } from '../gateway/settings.ts';
import type { DemoState } from './state.ts';
import { Truth } from './truth.ts';
import { foundOf, gatewayStop, lagsOf, orgStop, positionStates, sapStop, tillsStop, type Seen } from './view.ts';

export interface DemoOptions {
  readonly port: number;
  readonly linesPerSecond: number;
  readonly seed: number;
  /** RabbitMQ, PostgreSQL and two gateways. */
  readonly isReal: boolean;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
  /** The screen is there. */
  readonly ready: (url: string) => void;
}

const SALES_TO_SAP_MS = 12_000;
const VAN_MS = 30_000;
const VAN_QUANTITY = 24;
const COLLECT_MS = 9_000;
/** Originals of the types that the simulated ERP copies. */
const COPIED_TYPES = ['251', '252', '101', '561'].map((type) => ({ type: `9${type.slice(1)}`, of: type }));

export async function runDemo({ port, linesPerSecond, seed, isReal, signal, tell, ready }: DemoOptions): Promise<void> {
  const parts = await startParts({ seed, isReal, tell });
  try {
    const happenings = new Happenings();
    const truth = new Truth(parts.shopFloor);
    const org = new OrgSide({ address: () => parts.org.address, truth, happenings });
    const sapSide = new SapSide({ ...parts, truth, happenings });
    await org.addProducts();
    await parts.gateways.start();
    sapSide.openBooks();
    const operations = new Operations(() => parts.gateways.urls, secretOf(parts.home, 'operations'));
    const board = boardOf(parts, { operations, happenings, tell });
    const screen = await serveScreen({ state: () => stateOf({ parts, org, sapSide, truth, operations, board, happenings }), switchFault: (id, isOn) => board.switchTo(id, isOn) }, port);
    ready(screen.url);
    await trade({ parts, org, sapSide, happenings, linesPerSecond, random: seededRandom(seed + 1), signal });
    await screen.close();
  } finally {
    await parts.close();
  }
}

function boardOf(parts: DemoParts, { operations, happenings, tell }: { readonly operations: Operations; readonly happenings: Happenings; readonly tell: (line: string) => void }): FaultBoard {
  const mapCopiedTypes = async (): Promise<void> => {
    await mapTypes(parts.org.dataFolder, COPIED_TYPES);
    const dead = (await operations.dead()).filter(({ reason }) => reason === 'GW-UNMAPPED');
    if (dead.length > 0) await operations.redrive(dead.map(({ id }) => id));
    happenings.tell(`The copied types were mapped and ${String(dead.length)} documents re-driven.`, 'good');
  };
  return new FaultBoard(faultsOf({ ...parts, mapCopiedTypes }), ({ label }, isOn) => {
    happenings.tell(`${label}: ${isOn ? 'on' : 'off'}`, isOn ? 'bad' : 'good');
    tell(`${label}: ${isOn ? 'on' : 'off'}`);
  });
}

interface Trading {
  readonly parts: DemoParts;
  readonly org: OrgSide;
  readonly sapSide: SapSide;
  readonly happenings: Happenings;
  readonly linesPerSecond: number;
  /** Which gateway a till calls. */
  readonly random: Random;
  readonly signal: AbortSignal;
}

async function trade({ parts, org, sapSide, happenings, linesPerSecond, random, signal }: Trading): Promise<void> {
  let lastFailure = '';
  const every = async (milliseconds: number, work: () => Promise<void> | void): Promise<void> => {
    for (;;) {
      await systemClock.sleep(milliseconds, signal);
      if (signal.aborted) return;
      try {
        await work();
      } catch (error) {
        happenings.tell(reasonOf(error), 'warn');
      }
    }
  };
  let vans = 0;
  await Promise.all([
    parts.shopFloor.open(httpSend(() => parts.gateways.urlBy(random)), {
      linesPerSecond: () => linesPerSecond, signal,
      onFailure: (error) => {
        const reason = reasonOf(error);
        if (reason !== lastFailure) happenings.tell(`A till could not upload: ${reason}`, 'warn');
        lastFailure = reason;
      },
    }),
    every(SALES_TO_SAP_MS, () => { sapSide.postSales(); }),
    every(VAN_MS, () => {
      vans++;
      sapSide.receive(STORES[vans % STORES.length]!, PRODUCTS[vans % PRODUCTS.length]!.sku, VAN_QUANTITY);
    }),
    every(COLLECT_MS, () => (parts.org.isRunning ? org.collectOne() : undefined)),
  ]);
}

interface StateParts {
  readonly parts: DemoParts;
  readonly org: OrgSide;
  readonly sapSide: SapSide;
  readonly truth: Truth;
  readonly operations: Operations;
  readonly board: FaultBoard;
  readonly happenings: Happenings;
}

async function stateOf({ parts, org, sapSide, truth, operations, board, happenings }: StateParts): Promise<DemoState> {
  const ifAnswered = async <T>(isRunning: boolean, ask: () => Promise<T>): Promise<T | undefined> => {
    if (!isRunning) return undefined;
    try {
      return await ask();
    } catch (error) {
      happenings.tell(reasonOf(error), 'warn');
      return undefined;
    }
  };
  const [figures, dead, positions] = await Promise.all([
    ifAnswered(parts.gateways.isRunning, () => operations.figures()), ifAnswered(parts.gateways.isRunning, () => operations.dead()), ifAnswered(parts.org.isRunning, () => org.positions()),
  ]);
  const seen: Seen = {
    tills: parts.shopFloor.tills, figures, dead: dead ?? [], positions, truth: truth.onShelf(), sapBook: sapSide.book(), queue: parts.broker.queue,
    sap: { ...parts.sap.doorbells.figures, documents: parts.sap.book.documents(parts.sap.clock.now()).length },
  };
  const states = positionStates(seen);
  const exact = states.filter(({ tone }) => tone === 'good').length;
  return {
    summary: exact === states.length ? `All ${String(exact)} positions are exact.` : `${String(exact)} of ${String(states.length)} positions are exact, the others not yet.`, consoleUrl: consoleUrlOf(parts),
    tills: tillsStop(seen), gateway: gatewayStop(seen), org: orgStop(seen), sap: sapStop(seen),
    faults: board.switches, positions: states, lags: lagsOf(figures), found: foundOf(seen), happenings: happenings.newestFirst,
  };
}

function consoleUrlOf({ org }: DemoParts): string {
  const { url, token } = org.address;
  return `${url}/secur/frontdoor.jsp?sid=${encodeURIComponent(token)}&startURL=${encodeURIComponent('/lightning/n/Integration_Health')}`;
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300);
}
