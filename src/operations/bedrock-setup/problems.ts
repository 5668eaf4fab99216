import { fail } from '../../core/fail.ts';
import type { Problem } from '../../core/problem.ts';
import type { Config } from '../../planes/port/config.ts';
import type { Provider } from '../../planes/port/nouns.ts';
import type { ProviderChange } from '../../planes/port/rules/provider-change.ts';
import type { RolePlan } from '../bedrock/role-plan.ts';
import type { SetupRequest } from './request.ts';

/** Everything that cannot be guessed and is still open, where nobody can be asked. */
export function missingDecisions({ region, signIn, role }: SetupRequest): Problem[] {
  const isDecided = signIn === 'access-keys' || role.origin !== undefined;
  const missing = [
    ...(region === undefined ? ['--region <region>'] : []),
    ...(isDecided ? [] : ['--create, --emit <form> or --role-arn <arn>']),
  ];
  if (missing.length === 0) return [];
  const error = fail('MissingFlags', `Missing: ${missing.join('; ')}`, {
    details: { missing: [missing] },
    hint: 'On a terminal, portai asks for what is missing.',
    next: [{ command: ['bedrock', 'setup', '--help'], why: 'all flags' }],
  });
  return [{ error, overridable: false }];
}

/** A default that is none of the models that Port is to call. */
export function strangeDefault(
  { makeDefault }: SetupRequest,
  chosen: readonly string[],
): Problem[] {
  if (makeDefault === undefined || chosen.includes(makeDefault)) return [];
  const error = fail(
    'Usage',
    `--make-default ${makeDefault}: not among the models of this set-up`,
    { hint: `Nothing was changed. They are ${chosen.join(', ')}.` },
  );
  return [{ error, overridable: false }];
}

/** Models that cannot be had and would go off in Port, where nobody has said that they may. */
export const unavailableModels = (models: readonly string[], why: readonly string[]): Problem[] => [
  {
    error: fail('ModelsUnavailable', `${models.join(', ')} would have to be switched off in Port`, {
      details: { models, why },
      hint: '--disable-unavailable does that and goes on with the others; --model names what you want.',
    }),
    overridable: true,
  },
];

/** What Port's provider uses now, where a change would put something else in its place. */
export function replacedBy(
  { action, changed }: ProviderChange,
  stored: Provider | undefined,
  config: Config,
): string | undefined {
  if (action !== 'update' || !changed.some((path) => path.startsWith('config'))) return undefined;
  const before = stored?.config?.['roleArn'];
  return typeof before === 'string' && before !== config['roleArn']
    ? `the role ${before}`
    : `another ${changed.map((path) => path.replace(/^config\./, '')).join(', ')}`;
}

/** Whether carrying the plan out makes a role; one that was left without permissions is still being made. */
export const createsRole = (plan: RolePlan): boolean =>
  plan.kind === 'create' || (plan.kind === 'drift' && plan.unfinished);

/** A role that would be made or changed, where nobody has said that it may. */
export function unconfirmedRole(plan: RolePlan, account: string): Problem[] {
  const { name } = plan.wanted;
  if (createsRole(plan)) {
    const error = fail(
      'ConfirmationNeeded',
      `Creating the role ${name} in account ${account} needs --yes where nobody can be asked`,
      { hint: 'Nothing was created. --dry-run shows every call.' },
    );
    return [{ error, overridable: false }];
  }
  const error = fail(
    'ExistsAlready',
    `The role ${name} in account ${account} is there and differs`,
    {
      hint: 'Nothing was changed. --update-role changes it; --role-name makes another one beside it.',
      next: [{ command: ['bedrock', 'diagnose'], why: 'what works and what does not' }],
    },
  );
  return [{ error, overridable: false }];
}

/** A role to which somebody said no. */
export const declinedRole = (plan: RolePlan): Problem[] => [
  {
    error: fail(
      'NotConfirmed',
      `The role ${plan.wanted.name} was not ${createsRole(plan) ? 'created' : 'changed'}`,
      {
        hint: 'Nothing was changed. --emit writes the role down for somebody else to create.',
      },
    ),
    overridable: false,
  },
];
