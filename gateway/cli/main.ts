/** `npm run gateway`: the only place that reads arguments and environment. */
import { hostname } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startAmqpBroker, type AmqpBroker } from '../broker/amqp-broker.ts';
import { readConfiguration, type ResolvedConfiguration } from '../host/configuration.ts';
import { startGateway } from '../host/gateway.ts';
import { systemClock } from '../shared/clock.ts';
import { messageOf, Refusal } from '../shared/failures.ts';
import { jsonLog } from '../shared/log.ts';
import { serveSap, type SapServer } from '../simulator/sap/server.ts';
import { SapSimulator } from '../simulator/sap/simulator.ts';
import { amqpWire } from '../simulator/sap/wires.ts';
import { furnishHome, secretOf, SIMULATED_SAP } from './home.ts';

export const USAGE = `usage: npm run gateway -- [--config FILE] [--name NAME]
       npm run gateway -- [--folder DIR] [--data DIR] [--port N] [--simulator]
With --config: a gateway as that file says (gateway/host/configuration.schema.json). NAME tells it from others of its group, and is the same after a restart.
Without: a gateway for the local org of the data folder (.local-org), with a folder of its own (.gateway) for its store, its configuration and the secrets it makes;
--simulator adds a message broker and a simulated S/4HANA. Prints "ready <url>". Ctrl-C ends it; nothing that was accepted is lost.`;

/** Where a local org is, as the caller found it. */
export interface LocalOrg {
  readonly url: string;
  readonly dataFolder: string;
  readonly pubsubEndpoint?: string;
}

export interface Invocation {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The org running on a data folder, `undefined` when none is. */
  readonly findLocalOrg: (dataFolder: string) => LocalOrg | undefined;
  /** Resolves when somebody wants it to end. */
  readonly interrupted: Promise<void>;
}

const DEFAULT_FOLDER = '.gateway';
const DEFAULT_DATA_FOLDER = '.local-org';
const DEFAULT_PORT = '8090';

/** Answers the exit code: 0, 1 (it could not run), 2 (usage). */
export async function runGateway({ args, environment, findLocalOrg, interrupted }: Invocation): Promise<number> {
  const options = { config: { type: 'string' }, name: { type: 'string' }, folder: { type: 'string' }, data: { type: 'string' }, port: { type: 'string' }, simulator: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n${USAGE}\n`);
    return 2;
  }
  if (values.help === true) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  try {
    const parts = values.config === undefined ? await furnish(values, findLocalOrg) : { file: values.config, close: async () => undefined };
    await serve(readConfiguration(parts.file, environment), values.name ?? hostname(), interrupted);
    await parts.close();
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`gateway: ${error.message}\n`);
    return 1;
  }
}

async function serve(configuration: ResolvedConfiguration, name: string, interrupted: Promise<void>): Promise<void> {
  const broker = configuration.broker === undefined ? undefined : await startAmqpBroker(configuration.broker);
  const gateway = await startGateway(configuration, { owner: name, clock: systemClock, log: jsonLog((line) => process.stderr.write(`${line}\n`)) });
  process.stdout.write(`ready ${gateway.url}\n`);
  await interrupted;
  await gateway.stop();
  await broker?.close();
}

interface Furnished {
  readonly file: string;
  close(): Promise<void>;
}

async function furnish(values: { readonly folder?: string; readonly data?: string; readonly port?: string; readonly simulator?: boolean }, findLocalOrg: Invocation['findLocalOrg']): Promise<Furnished> {
  const { folder = DEFAULT_FOLDER, data = DEFAULT_DATA_FOLDER, port = DEFAULT_PORT } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Refusal('GW-CONFIGURATION', `--port takes a number from 0 to 65535, not ${port}.`);
  const org = findLocalOrg(data);
  if (org === undefined) throw new Refusal('GW-CONFIGURATION', `No local org is running on the data folder ${data}. Start one (npm start), or name a configuration (--config FILE).`);
  const home = { folder: path.resolve(folder), org, port: Number(port) };
  if (values.simulator !== true) return { file: furnishHome(home), close: async () => undefined };
  const simulated = await simulateSap(home.folder);
  const sap = { baseUrl: simulated.server.url, user: SIMULATED_SAP.user, doorbell: { url: simulated.broker.url, address: SIMULATED_SAP.queue, user: SIMULATED_SAP.brokerUser } };
  process.stderr.write(`A simulated S/4HANA is at ${simulated.server.url}; its controls (/simulator) take the token in ${path.join(folder, 'operations-token')}.\n`);
  return { file: furnishHome({ ...home, sap }), close: simulated.close };
}

async function simulateSap(folder: string): Promise<{ readonly server: SapServer; readonly broker: AmqpBroker; close(): Promise<void> }> {
  const password = secretOf(folder, 'brokerPassword');
  const broker = await startAmqpBroker({ user: SIMULATED_SAP.brokerUser, password });
  const simulator = new SapSimulator({ wires: [amqpWire({ url: broker.url, address: SIMULATED_SAP.queue, user: SIMULATED_SAP.brokerUser, password })] });
  simulator.keepRinging();
  const server = await serveSap(simulator, { user: SIMULATED_SAP.user, password: secretOf(folder, 'sapPassword'), controlToken: secretOf(folder, 'operations') });
  return {
    server, broker,
    close: async () => {
      await simulator.close();
      await server.close();
      await broker.close();
    },
  };
}
