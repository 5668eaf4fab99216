import type { Problem } from '../../core/problem.ts';
import type { SetupRequest } from './request.ts';

/** Everything that cannot be guessed and is still open, where nobody can be asked. */
export function missingDecisions({ region, signIn, role }: SetupRequest): Problem[] {
  const isDecided = signIn === 'access-keys' || role.origin !== undefined;
  const missing = [
    ...(region === undefined ? ['--region <region>'] : []),
    ...(isDecided ? [] : ['--create, --emit <form> or --role-arn <arn>']),
  ];
  if (missing.length === 0) return [];
  return [
    {
      name: 'MissingFlags',
      message: `Missing: ${missing.join('; ')}`,
      exit: 'usage',
      details: { missing: [missing] },
      hint: 'On a terminal, portai asks for what is missing.',
      next: [{ command: ['bedrock', 'setup', '--help'], why: 'all flags' }],
      overridable: false,
    },
  ];
}

/** A default that is none of the models that Port is to call. */
export function strangeDefault(
  { makeDefault }: SetupRequest,
  chosen: readonly string[],
): Problem[] {
  if (makeDefault === undefined || chosen.includes(makeDefault)) return [];
  return [
    {
      name: 'Usage',
      message: `--make-default ${makeDefault}: not among the models of this set-up`,
      exit: 'usage',
      hint: `Nothing was changed. They are ${chosen.join(', ')}.`,
      overridable: false,
    },
  ];
}
