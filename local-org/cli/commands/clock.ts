import { ADMIN_USERNAME } from '../../deploy/demo-users.ts';
import { CommandFailure, DEFAULT_DATA_FOLDER, readOptions, UsageError, type Command } from '../command.ts';
import { readServerInfo } from '../server-info.ts';
import { requestToken } from './token.ts';

const MINUTES_PER: Readonly<Record<string, number>> = { m: 1, h: 60, d: 24 * 60 };

/** Prints what time it is in the running org; with `--advance 90m` (or h, d) after moving it on. */
export const clock: Command = async (args) => {
  const { values, positionals } = readOptions(args, ['advance', 'user', 'url', 'data']);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals.join(' ')}.`);
  const advanceMinutes = values.advance === undefined ? undefined : minutesOf(values.advance);
  const data = values.data ?? DEFAULT_DATA_FOLDER;
  const url = values.url ?? readServerInfo(data)?.url;
  const token = await requestToken({ data, url, username: values.user ?? ADMIN_USERNAME });
  const response = await fetch(`${url ?? ''}/services/local-org/clock`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(advanceMinutes === undefined ? {} : { method: 'POST', body: JSON.stringify({ advanceMinutes }) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) {
    const [error] = answer as { errorCode: string; message: string }[];
    throw new CommandFailure(`${error?.errorCode ?? String(response.status)}: ${error?.message ?? ''}`);
  }
  const { now, aheadMinutes } = answer as { now: string; aheadMinutes: number };
  process.stdout.write(`${now}${aheadMinutes === 0 ? '' : `, ${String(aheadMinutes)} minutes ahead of this machine`}\n`);
  return 0;
};

function minutesOf(text: string): number {
  const [, amount, unit] = /^([1-9]\d*)([mhd])$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined) throw new UsageError(`--advance must be a number of minutes, hours or days such as 45m, 2h or 1d, not ${text}.`);
  return Number(amount) * (MINUTES_PER[unit] ?? 1);
}
