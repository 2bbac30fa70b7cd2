/** What is run to make a scratch org, in order. */
export interface ScratchStep {
  readonly what: string;
  readonly program: 'sf' | 'npm run';
  readonly args: readonly string[];
  /** What to do when it fails. */
  readonly advice?: string;
}

export interface ScratchOrder {
  readonly alias: string;
  readonly days: string;
  /** `undefined`: no seed. */
  readonly profile: string | undefined;
  /** `undefined`: the CLI's default one. */
  readonly devHub: string | undefined;
}

const WAIT_MINUTES = '30';
/** The user who makes the org is administrator, agent and associate of it in one. */
const PERMISSION_SETS = ['Holdfast_Admin', 'Holdfast_Agent', 'Holdfast_Manager', 'Holdfast_Merchant', 'Holdfast_Integration'];

export function scratchSteps({ alias, days, profile, devHub }: ScratchOrder): readonly ScratchStep[] {
  const target = ['--target-org', alias];
  return [
    {
      what: `create ${alias} for ${days} days`, program: 'sf', advice: 'Is a Dev Hub logged in? sf org login web --set-default-dev-hub',
      args: ['org', 'create', 'scratch', '--definition-file', 'config/project-scratch-def.json', '--alias', alias, '--duration-days', days, '--wait', WAIT_MINUTES, '--no-track-source', ...(devHub === undefined ? [] : ['--target-dev-hub', devHub])],
    },
    { what: 'deploy the app', program: 'sf', args: ['project', 'deploy', 'start', '--source-dir', 'force-app', '--wait', WAIT_MINUTES, ...target], advice: `The org is there: repeat this step, or sf org delete scratch --target-org ${alias}.` },
    { what: 'assign permission sets', program: 'sf', args: ['org', 'assign', 'permset', ...PERMISSION_SETS.flatMap((name) => ['--name', name]), ...target] },
    ...(profile === undefined ? [] : [{ what: `seed ${profile}`, program: 'npm run' as const, args: ['seed', ...target, '--profile', profile], advice: `The app is there: npm run seed -- --target-org ${alias} may be repeated.` }]),
  ];
}
