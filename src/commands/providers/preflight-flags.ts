import type { Context } from '../../cli/context.ts';
import { flagOf, type SecretWord } from '../../cli/secret-flags.ts';
import { usageError } from '../../core/errors.ts';
import type { ProviderChange } from '../../planes/port/rules/provider-change.ts';
import type { Config } from '../../vendors/test-requests.ts';
import { secretsToGive } from '../direct/credentials.ts';
import type { DirectFlags } from '../direct/flags.ts';
import { testableType } from '../direct/subject.ts';

/** The flags of a preflight, and what was typed after `--secret` and `--value-…`. */
export interface PreflightFlags extends Pick<DirectFlags, 'awsProfile' | 'showRequest'> {
  readonly preflight: boolean;
  readonly words: readonly SecretWord[];
}

/** Refuses the flags of a preflight where none was asked for, and a preflight of what cannot be tested. */
export function requirePreflightUse(id: string, flags: PreflightFlags): void {
  const { preflight, words, awsProfile, showRequest } = flags;
  if (preflight) {
    testableType(id);
    return;
  }
  const [first] = [
    ...words.slice(0, 1).map(flagOf),
    ...(awsProfile === undefined ? [] : ['--aws-profile']),
    ...(showRequest ? ['--show-request'] : []),
  ];
  if (first === undefined) return;
  throw usageError(`${first} goes with --preflight only`, {
    hint: 'A value alone is stored with `portai secrets add`.',
  });
}

/** Names of secrets whose values this run is given, and stores where they do not exist. */
export function secretsOfRun({ awsProfile }: PreflightFlags, config: Config): string[] {
  return secretsToGive(config, awsProfile).map(({ secret }) => secret);
}

/** Says what a preflight would do, where nothing is to be done. */
export function sayPlan(
  { out }: Context,
  { update }: ProviderChange,
  existing: readonly string[] | undefined,
  flags: PreflightFlags,
): void {
  const names = secretsOfRun(flags, update.config ?? {});
  const fresh = names.filter((name) => existing?.includes(name) === false);
  const stores = fresh.length === 0 ? '' : `, then store ${fresh.join(', ')}`;
  out.note(`Would first test the connection from this machine${stores}. Nothing was tested.`);
}
