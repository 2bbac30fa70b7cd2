/** `npm run gateway:parts`: PostgreSQL and RabbitMQ for gateways, until Ctrl-C. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres, whyNoPostgres } from '../gateway/parts/postgres.ts';
import { startRabbitMq, whyNoRabbitMq } from '../gateway/parts/rabbitmq.ts';
import { CommandFailure, readOptions, UsageError } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';

const USAGE = `usage: npm run gateway:parts -- [--data DIR] [--postgres-port N] [--amqp-port N] [--mqtt-port N]
Starts Debian's PostgreSQL 15 and RabbitMQ 3.10 (AMQP 1.0, MQTT) on loopback, prints their addresses, and ends them at Ctrl-C. Without --data what they keep is removed then.`;

await runScript('gateway:parts', USAGE, async (args) => {
  const { values, positionals } = readOptions(args, ['data', 'postgres-port', 'amqp-port', 'mqtt-port']);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals.join(' ')}.`);
  const missing = whyNoPostgres() ?? whyNoRabbitMq();
  if (missing !== undefined) throw new CommandFailure(missing);
  const folder = values.data ?? mkdtempSync(path.join(tmpdir(), 'holdfast-parts-'));
  // The servers run under accounts of their own and pass through it to their folders.
  if (values.data === undefined) chmodSync(folder, 0o711);
  const interrupted = new Promise<void>((resolve) => { for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => { resolve(); }); });
  const running: { stop(): Promise<void> }[] = [];
  try {
    const postgres = await startPostgres({ folder: path.join(folder, 'postgres'), ...port('port', 'postgres-port', values) });
    running.push(postgres);
    const rabbit = await startRabbitMq({ folder: path.join(folder, 'rabbitmq'), ...port('amqpPort', 'amqp-port', values), ...port('mqttPort', 'mqtt-port', values) });
    running.push(rabbit);
    process.stdout.write(`postgres ${postgres.url}\namqp ${rabbit.amqpUrl}\nmqtt ${rabbit.mqttUrl}\nready\n`);
    await interrupted;
  } finally {
    for (const part of running.toReversed()) await part.stop();
    if (values.data === undefined) rmSync(folder, { recursive: true, force: true });
  }
  return 0;
});

function port<Name extends string>(name: Name, option: string, values: Readonly<Record<string, string | undefined>>): { readonly [Key in Name]?: number } {
  const value = values[option];
  if (value === undefined) return {};
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) throw new UsageError(`--${option} takes a port, not ${value}.`);
  return { [name]: Number(value) } as { readonly [Key in Name]?: number };
}
