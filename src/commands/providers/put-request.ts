import type { z } from 'zod';
import { readConfigFile } from '../../cli/config-file.ts';
import type { Context } from '../../cli/context.ts';
import { flagOf, type SecretWord } from '../../cli/secret-flags.ts';
import type { ExitClass } from '../../core/errors.ts';
import { testableType } from '../../operations/connection-test/subject.ts';
import type { PutRequest } from '../../operations/put-provider/request.ts';
import type { Config } from '../../planes/port/config.ts';
import { beginWithSetUp } from './begin-with-set-up.ts';
import type { putFlags } from './put-flags.ts';
import { runPut } from './run-put.ts';
import { fail } from '../../core/fail.ts';

type PutFlags = z.infer<ReturnType<typeof putFlags>>;

/** What a put is about: a provider, its type where that is known, and the values of its fields. */
type PutSubject = Pick<PutRequest, 'provider' | 'type'> & { readonly fields: Config };

/** Runs a put with what the flags have decided. */
export async function run(
  context: Context,
  subject: PutSubject,
  flags: PutFlags,
  words: readonly SecretWord[],
): Promise<ExitClass | undefined> {
  const request = await requestOf(context, subject, flags, words);
  const begins = words.length === 0 && flags.configFile === undefined;
  const setUp = begins ? await beginWithSetUp(context, request) : undefined;
  if (setUp && 'exit' in setUp) return setUp.exit;
  const { awsProfile, showRequest } = flags;
  return runPut(context, request, { test: { words, awsProfile, showRequest }, ...setUp });
}

/**
 * What the flags decide.
 *
 * @throws a usage error for flags of a preflight without one, and for a preflight of what cannot be tested.
 */
async function requestOf(
  context: Context,
  { provider, type, fields }: PutSubject,
  flags: PutFlags,
  words: readonly SecretWord[],
): Promise<PutRequest> {
  requirePreflight(provider, flags, words);
  const { enable, disable, configFile, awsProfile, createOnly, updateOnly } = flags;
  const { ifUnchangedSince: unchangedSince, force, skipClientChecks, dryRun } = flags;
  const file =
    configFile === undefined ? undefined : await readConfigFile(context, configFile, provider);
  const expects = createOnly ? 'absent' : updateOnly ? 'present' : undefined;
  return {
    provider,
    type,
    fields,
    ...(file ? { document: file } : {}),
    enabled: enable ? true : disable ? false : file?.enabled,
    models: { enable: flags.enableModel, disable: flags.disableModel },
    tests: { preflight: flags.preflight ? { awsProfile } : undefined, validate: flags.validate },
    ...(expects === undefined ? {} : { expects }),
    ...(unchangedSince === undefined ? {} : { unchangedSince }),
    force,
    skipClientChecks,
    dryRun,
  };
}

function requirePreflight(
  provider: string,
  { preflight, awsProfile, showRequest }: PutFlags,
  words: readonly SecretWord[],
): void {
  if (preflight) {
    testableType(provider);
    return;
  }
  const [first] = [
    ...words.slice(0, 1).map(flagOf),
    ...(awsProfile === undefined ? [] : ['--aws-profile']),
    ...(showRequest ? ['--show-request'] : []),
  ];
  if (first === undefined) return;
  throw fail('Usage', `${first} goes with --preflight only`, {
    hint: 'A value alone is stored with `portai secrets add`.',
  });
}
