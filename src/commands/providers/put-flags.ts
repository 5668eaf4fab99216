import { Option, type Command } from 'commander';
import { z } from 'zod';
import { once } from '../../core/once.ts';
import { addCredentialOptions } from '../../cli/connection-test-flags.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import type { SecretWord } from '../../cli/secret-flags.ts';
import type { ProviderType } from '../../planes/port/provider-types/define.ts';

const time = once(() =>
  z
    .string()
    .refine(
      (text) => !Number.isNaN(new Date(text).getTime()),
      'give a time, such as 2026-01-31T12:00:00Z',
    ),
);

/** The flags of a put, but for those of its configuration and of values of secrets. */
export const putFlags = once(() =>
  mutationFlags().extend({
    preflight: z.boolean().default(false),
    discover: z.union([z.boolean(), z.array(z.string().min(1))]).optional(),
    awsProfile: z.union([z.literal(true), z.string().min(1)]).optional(),
    showRequest: z.boolean().default(false),
    validate: z.boolean().default(false),
    enable: z.boolean().default(false),
    disable: z.boolean().default(false),
    enableModel: z.array(z.string()).default([]),
    disableModel: z.array(z.string()).default([]),
    configFile: z.string().optional(),
    createOnly: z.boolean().default(false),
    updateOnly: z.boolean().default(false),
    ifUnchangedSince: time().optional(),
    skipClientChecks: z.boolean().default(false),
  }),
);

const collect = (word: string, before: string[] | undefined) => [...(before ?? []), word];

/** Hangs those flags on a command; what comes back reads how values of secrets are given, in order. */
export function addPutOptions(command: Command, type?: ProviderType): () => readonly SecretWord[] {
  const mayBeOnAws = type?.variants.some((variant) => variant.takesAwsCredentials) ?? true;
  command
    .option('--validate', 'test the connection before saving; nothing is saved when it fails')
    .option('--preflight', 'test from this machine first, with values given now; then --validate');
  const words = addCredentialOptions(command, { mayBeOnAws });
  if (type?.variants.some((variant) => 'discovery' in variant)) {
    command
      .option(
        '--discover [pattern...]',
        'take the models that the server lists, by name or pattern',
      )
      .option('--no-discover', 'type the models, and keep them as they are typed');
  }
  command
    .addOption(new Option('--enable', 'switch the provider on').conflicts('disable'))
    .addOption(new Option('--disable', 'switch the provider off').conflicts('enable'))
    .option('--enable-model <model>', 'switch a model on; repeat for more', collect)
    .option('--disable-model <model>', 'switch a model off; repeat for more', collect)
    .option('--config-file <file>', 'take the configuration from a JSON file; - is stdin')
    .addOption(new Option('--create-only', 'fail when it exists').conflicts('updateOnly'))
    .addOption(new Option('--update-only', 'fail when it does not exist').conflicts('createOnly'))
    .option('--if-unchanged-since <time>', 'fail when it was changed after this time (ISO 8601)')
    .option('--skip-client-checks', "send values that Port's published schema would refuse");
  addMutationOptions(command);
  return words;
}
