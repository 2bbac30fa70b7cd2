/** `npm run gateway`: see gateway/README.md. */
import { runGateway } from '../gateway/cli/main.ts';
import { readServerInfo } from '../local-org/cli/server-info.ts';

const interrupted = new Promise<void>((resolve) => {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => { resolve(); });
});

const exitCode = await runGateway({
  args: process.argv.slice(2), environment: process.env, interrupted,
  findLocalOrg: (dataFolder) => {
    const info = readServerInfo(dataFolder);
    return info === undefined ? undefined : { url: info.url, dataFolder };
  },
});
// Everything is durable and closed; a library's forgotten timer must not keep the process.
process.exit(exitCode);
