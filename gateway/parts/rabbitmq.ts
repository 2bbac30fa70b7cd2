/** Debian's RabbitMQ with its plug-ins for AMQP 1.0 and MQTT 3.1.1, with a data folder, ports, node name and cookie of its own. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { accountFor, freePort, handOver, startServer, type Account } from './server-process.ts';

const SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const EPMD = '/usr/bin/epmd';
const USER = 'gateway';
const PLUGINS = ['rabbitmq_amqp1_0', 'rabbitmq_mqtt'];

export interface RabbitMq {
  /** `amqp://user:password@127.0.0.1:port`, AMQP 1.0. */
  readonly amqpUrl: string;
  /** `mqtt://user:password@127.0.0.1:port`, MQTT 3.1.1. */
  readonly mqttUrl: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface RabbitMqOptions {
  /** Made when there is none; queues in it are there again. */
  readonly folder: string;
  /** Absent: free ones. */
  readonly amqpPort?: number;
  readonly mqttPort?: number;
  /** Of Erlang's port mapper. */
  readonly epmdPort?: number;
}

/** Why it cannot be run here, `undefined` when it can. */
export function whyNoRabbitMq(): string | undefined {
  const missing = [SERVER, EPMD].find((program) => !existsSync(program));
  return missing === undefined ? undefined : `not run: ${missing} is not there (Debian: apt install rabbitmq-server)`;
}

/** Resolves when it takes connections of both protocols. */
export async function startRabbitMq({ folder, amqpPort, mqttPort, epmdPort: mapperPort }: RabbitMqOptions): Promise<RabbitMq> {
  const account = accountFor('rabbitmq');
  const [amqp, mqtt, epmdPort, distribution] = [amqpPort ?? (await freePort()), mqttPort ?? (await freePort()), mapperPort ?? (await freePort()), await freePort()];
  const password = furnish(folder, account, { amqp, mqtt });
  // Its own port mapper: the one Erlang would start outlives the server.
  const mapper = await startServer({ program: EPMD, args: ['-port', String(epmdPort), '-address', '127.0.0.1', '-d'], account, cwd: folder }, (output) => output.includes('epmd running'), 'SIGTERM');
  // It says that it runs before it has its port, and a server without it would wait for ever.
  const lost = new AbortController();
  void mapper.ended.then((code) => { lost.abort(new Error(`${EPMD} ended with exit code ${String(code)}; somebody else may have port ${String(epmdPort)}. Start it again.`)); });
  try {
    const server = await startServer(
      { program: SERVER, args: [], account, cwd: folder, env: environment(folder, { epmdPort, distribution }), signal: lost.signal },
      (output) => output.includes('Server startup complete'),
      'SIGTERM',
    );
    return {
      amqpUrl: `amqp://${USER}:${password}@127.0.0.1:${String(amqp)}`,
      mqttUrl: `mqtt://${USER}:${password}@127.0.0.1:${String(mqtt)}`,
      pid: server.pid,
      stop: async () => {
        await server.stop();
        await mapper.stop();
      },
    };
  } catch (error) {
    await mapper.stop();
    throw lost.signal.aborted ? lost.signal.reason : error;
  }
}

/** Writes what the server reads and answers the password, the same for the life of the folder. */
function furnish(folder: string, account: Account | undefined, ports: { readonly amqp: number; readonly mqtt: number }): string {
  mkdirSync(folder, { recursive: true });
  handOver(folder, account);
  const write = (name: string, text: string): void => {
    const file = path.join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    handOver(file, account);
  };
  if (!existsSync(path.join(folder, 'password'))) {
    write('password', randomBytes(24).toString('base64url'));
    write('.erlang.cookie', randomBytes(24).toString('base64url'));
  }
  const password = readFileSync(path.join(folder, 'password'), 'utf8');
  write('enabled_plugins', `[${PLUGINS.join(',')}].\n`);
  write('rabbitmq.conf', [
    `listeners.tcp.default = 127.0.0.1:${String(ports.amqp)}`, `mqtt.listeners.tcp.default = 127.0.0.1:${String(ports.mqtt)}`, 'mqtt.allow_anonymous = false',
    `default_user = ${USER}`, `default_pass = ${password}`, 'log.console = true', 'log.console.level = info', 'log.file = false', '',
  ].join('\n'));
  return password;
}

function environment(folder: string, { epmdPort, distribution }: { readonly epmdPort: number; readonly distribution: number }): NodeJS.ProcessEnv {
  return {
    HOME: folder,
    // Queues belong to the node of this name; others of the name have port mappers of their own.
    RABBITMQ_NODENAME: 'gateway@localhost',
    RABBITMQ_DIST_PORT: String(distribution),
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    // Erlang's own port for other nodes stays on loopback as well.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    RABBITMQ_MNESIA_DIR: path.join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: path.join(folder, 'log'),
    RABBITMQ_CONFIG_FILE: path.join(folder, 'rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, 'enabled_plugins'),
    RABBITMQ_PID_FILE: path.join(folder, 'pid'),
    RABBITMQ_CONF_ENV_FILE: path.join(folder, 'none'),
  };
}
