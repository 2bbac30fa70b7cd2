/** PostgreSQL and RabbitMQ for the tests of the gateway: Debian's, installed when they may be. Without them those tests are skipped, and that is said. */
import { whyNoPostgres } from '../gateway/parts/postgres.ts';
import { whyNoRabbitMq } from '../gateway/parts/rabbitmq.ts';
import { installPackages } from './debian-packages.ts';

/** `undefined` when both are there now, otherwise why not. */
export async function findOrInstallRealParts(): Promise<string | undefined> {
  const missing = [...(whyNoPostgres() === undefined ? [] : ['postgresql-15']), ...(whyNoRabbitMq() === undefined ? [] : ['rabbitmq-server'])];
  if (missing.length === 0) return undefined;
  const problem = await installPackages(missing);
  return problem ?? whyNoPostgres() ?? whyNoRabbitMq();
}
