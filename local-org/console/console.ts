/** What the console's surfaces share. */
import { bundleSources, type BundleCompiler, type BundleSource } from './bundles.ts';
import type { ConsoleHost } from './host.ts';
import { shellModel, type ShellModel } from './model/shell-model.ts';
import type { Prebuilt } from './prebuild.ts';
import type { BrowserSessions } from './sessions.ts';

/** State derived from a deployment; made anew when the version changes. */
export interface Deployed {
  readonly version: string;
  readonly model: ShellModel;
  readonly sources: ReadonlyMap<string, BundleSource>;
}

export interface Console {
  readonly host: ConsoleHost;
  readonly sessions: BrowserSessions;
  readonly prebuilt: Prebuilt;
  readonly compiler: BundleCompiler;
  readonly styleSheetUrl: string;
  deployed(): Deployed;
}

export function rememberDeployed(host: ConsoleHost): () => Deployed {
  let current: Deployed | undefined;
  return () => {
    const { version, files } = host.deployment();
    if (current?.version !== version) current = { version, model: shellModel(files), sources: bundleSources(files) };
    return current;
  };
}
