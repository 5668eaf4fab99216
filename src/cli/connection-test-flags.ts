import { Option, type Command } from 'commander';
import { z } from 'zod';
import { once } from '../core/once.ts';
import { defaultRequests } from '../connection-test/budget.ts';
import { addSecretOptions, flagOf, type SecretWord } from './secret-flags.ts';
import { findProviderType } from '../planes/port/provider-types/index.ts';
import type { AwsProfile } from './aws-credentials.ts';
import { fail } from '../core/fail.ts';

const requests = once(() =>
  z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'give a number of requests from 1 to 9999')
    .transform(Number),
);

/** The flags that say what a test from here may do; `put --preflight` knows some of them. */
export const directFlags = once(() =>
  z.object({
    configFile: z.string().optional(),
    generate: z.boolean().default(true),
    stream: z.boolean().default(false),
    structured: z.boolean().default(false),
    model: z.array(z.string().min(1)).default([]),
    requestBudget: requests().optional(),
    showRequest: z.boolean().default(false),
    awsProfile: z.union([z.literal(true), z.string().min(1)]).optional(),
  }),
);

export type DirectFlags = z.infer<ReturnType<typeof directFlags>>;

const collect = (word: string, before: string[] | undefined) => [...(before ?? []), word];

/**
 * The flags of a credential that is given now; what comes back reads those of secrets in order. Help
 * shows AWS' flag where a provider may be on AWS.
 */
export function addCredentialOptions(
  command: Command,
  { mayBeOnAws = true }: { readonly mayBeOnAws?: boolean } = {},
): () => readonly SecretWord[] {
  const words = addSecretOptions(command);
  const profile = new Option(
    '--aws-profile [name]',
    "sign with a profile of this machine's AWS files; without a name with AWS' default chain",
  );
  command
    .addOption(mayBeOnAws ? profile : profile.hideHelp())
    .option('--show-request', 'print each request as curl on stderr, without credentials');
  return words;
}

/** All flags of `validate --direct`. */
export function addDirectOptions(command: Command): () => readonly SecretWord[] {
  command
    .option('--direct', 'test from this machine, with credentials given now; changes nothing')
    .option(
      '--config-file <file>',
      'with --direct: a configuration that is not in Port; - is stdin',
    );
  const words = addCredentialOptions(command);
  command
    .addOption(
      new Option('--model <model>', 'test this model only; repeat for more').argParser(collect),
    )
    .option('--no-generate', 'make free calls only; whether models answer stays unknown')
    .option('--stream', 'test streamed answers, too')
    .option('--structured', 'test answers after a schema, too')
    .option('--request-budget <n>', `requests at the most (default ${defaultRequests})`);
  return words;
}

/** Refuses flags that mean something with --direct only. */
export function requireNoDirectFlags(given: DirectFlags, words: readonly SecretWord[]): void {
  const [first] = [
    ...words.slice(0, 1).map(flagOf),
    ...(given.configFile === undefined ? [] : ['--config-file']),
    ...(given.awsProfile === undefined ? [] : ['--aws-profile']),
    ...(given.generate ? [] : ['--no-generate']),
    ...(given.stream ? ['--stream'] : []),
    ...(given.structured ? ['--structured'] : []),
    ...(given.model.length > 0 ? ['--model'] : []),
    ...(given.requestBudget === undefined ? [] : ['--request-budget']),
    ...(given.showRequest ? ['--show-request'] : []),
  ];
  if (first === undefined) return;
  throw fail('Usage', `${first} goes with --direct only`, {
    hint: 'Without --direct Port tests what it stores, with the secrets that it stores.',
  });
}

/**
 * Refuses a provider type that --aws-profile took as the name of its profile, where no type is left:
 * the flag may stand without a name, so it takes the word that follows.
 *
 * @param command the words of the command, to be typed with the type before the flag
 */
export function requireNoTypeAsProfile(
  awsProfile: AwsProfile | undefined,
  command: readonly string[],
): void {
  if (typeof awsProfile !== 'string' || !findProviderType(awsProfile)) return;
  throw fail(
    'Usage',
    `--aws-profile took ${awsProfile} as the name of an AWS profile, so no provider type is left`,
    {
      hint: 'Put the type before the flag.',
      next: [{ command: [...command, awsProfile, '--aws-profile'], why: 'the type first' }],
    },
  );
}
