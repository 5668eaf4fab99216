import type { z } from 'zod';
import { readConfigFile } from '../../cli/config-file.ts';
import type { Context } from '../../cli/context.ts';
import { flagOf, type SecretWord } from '../../cli/secret-flags.ts';
import type { ExitClass } from '../../core/errors.ts';
import { testableType } from '../../operations/connection-test/subject.ts';
import type { DiscoverRequest, PutRequest } from '../../operations/put-provider/request.ts';
import type { Config } from '../../planes/port/config.ts';
import { beginWithSetUp } from './begin-with-set-up.ts';
import type { ProviderType } from '../../planes/port/provider-types/define.ts';
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
  const looks = flags.discover !== false;
  return runPut(context, request, { test: { words, awsProfile, showRequest }, looks, ...setUp });
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
  requirePreflight({ provider, type }, flags, words);
  const { enable, disable, configFile, awsProfile, createOnly, updateOnly } = flags;
  const { ifUnchangedSince: unchangedSince, force, skipClientChecks, dryRun } = flags;
  const file =
    configFile === undefined ? undefined : await readConfigFile(context, configFile, provider);
  const expects = createOnly ? 'absent' : updateOnly ? 'present' : undefined;
  const discover = discoverOf(flags, type, fields);
  return {
    provider,
    type,
    fields,
    ...(discover === undefined ? {} : { discover }),
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

const wantsDiscovery = (discover: PutFlags['discover']): discover is true | string[] =>
  discover === true || Array.isArray(discover);

/** True for a type whose servers list their models. */
const lists = (type: ProviderType | undefined): boolean =>
  type?.variants.some(({ discovery }) => discovery !== undefined) ?? false;

/** What is asked of the server: its models, or what it states of those that are named and then tested. */
function discoverOf(
  { discover, preflight }: PutFlags,
  type: ProviderType | undefined,
  fields: Config,
): DiscoverRequest | undefined {
  const named = fields['models'] !== undefined;
  if (wantsDiscovery(discover)) {
    if (named) throw fail('Usage', '--model and --discover do not go together: give one of them');
    return { kind: 'all matching', patterns: discover === true ? [] : discover };
  }
  return discover !== false && preflight && named && lists(type) ? { kind: 'named' } : undefined;
}

function requirePreflight(
  { provider, type }: Pick<PutSubject, 'provider' | 'type'>,
  { preflight, awsProfile, showRequest, discover }: PutFlags,
  words: readonly SecretWord[],
): void {
  if (preflight) {
    testableType(provider);
    return;
  }
  const [first] = [
    ...(wantsDiscovery(discover) ? [] : words.slice(0, 1).map(flagOf)),
    ...(awsProfile === undefined ? [] : ['--aws-profile']),
    ...(showRequest ? ['--show-request'] : []),
  ];
  if (first === undefined) return;
  const tests =
    lists(type) && first.startsWith('--value') ? '--preflight or --discover' : '--preflight';
  throw fail('Usage', `${first} goes with ${tests} only`, {
    hint: 'A value alone is stored with `portai secrets add`.',
  });
}
