/** Programs that tests need and npm does not have: Debian's packages, installed when they may be. */
import { isOnPath, runCommand } from './process.ts';

/**
 * Installs with apt when root on Debian or in CI.
 * @returns `undefined` when they are there now, otherwise what is to be done
 */
export async function installPackages(packages: readonly string[]): Promise<string | undefined> {
  const mayInstall = isOnPath('apt-get') && (process.getuid?.() === 0 || process.env['CI'] === 'true');
  if (!mayInstall) return `Run: sudo apt-get install -y ${packages.join(' ')}`;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo'];
  for (const step of [['apt-get', 'update'], ['apt-get', 'install', '-y', '--no-install-recommends', ...packages]]) {
    const [command, ...args] = [...sudo, ...step];
    const finished = await runCommand(command!, args, { show: false, env: { DEBIAN_FRONTEND: 'noninteractive' } });
    if (finished.exitCode !== 0) return `${step.join(' ')} failed:\n${finished.output.slice(-2000)}`;
  }
  return undefined;
}
