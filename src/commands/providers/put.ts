import { Option, type Command } from 'commander';
import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addFieldOptions } from '../../cli/field-options.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import type { SecretWord } from '../../cli/secret-flags.ts';
import type { World } from '../../cli/world.ts';
import { missingFields } from '../../planes/port/rules/config-fields.ts';
import { usageError, type NextStep } from '../../core/errors.ts';
import { didYouMean, nearest } from '../../core/text/nearest.ts';
import type { ProviderType } from '../../planes/port/provider-types/define.ts';
import { providerTypes } from '../../planes/port/provider-types/index.ts';
import { nameInWords } from '../../core/text/typed-names.ts';
import type { Define } from '../define.ts';
import { addCredentialOptions, keyIdField, requireNoTypeAsProfile } from '../direct/flags.ts';
import { putProvider } from './put-flow.ts';
import { typeArgument } from './shared.ts';

const time = z
  .string()
  .refine(
    (text) => !Number.isNaN(new Date(text).getTime()),
    'give a time, such as 2026-01-31T12:00:00Z',
  );

const flags = mutationFlags.extend({
  preflight: z.boolean().default(false),
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
  ifUnchangedSince: time.optional(),
  skipClientChecks: z.boolean().default(false),
});

/** The flags of a put; values of secrets come in the order in which they were typed. */
export type PutFlags = z.infer<typeof flags> & {
  readonly words: readonly SecretWord[];
  /** Set by a conversation that has asked for the models before. */
  readonly modelsDecided?: true;
  /** Fields that a conversation has asked about before: left out of it, they stay out. */
  readonly settled?: readonly string[];
  /** Id of the way to connect, set by a conversation that has asked for it before. */
  readonly variant?: string;
};

/** `put` has one subcommand a provider type, so that its help shows that type's flags and no others. */
export const define: Define = (put, world) => {
  for (const type of providerTypes) {
    const command = put
      .command(type.id)
      .usage('[flags]')
      .description(type.creatable === false ? `${type.title}: switch on or off` : type.title);
    const configFrom = addFieldOptions(command, type);
    const words = addPutOptions(command, type);
    command.addHelpText('after', examplesOf(type));
    attach(command, world, type, configFrom, words);
  }
  attachUnknown(put, world);
};

/** One line a way to connect: its required flags, ready to be filled in. */
function examplesOf(type: ProviderType): string {
  if (type.creatable === false) return `\nExamples:\n  portai providers put ${type.id} --disable\n`;
  const lines = type.variants.map((variant) => {
    const words = missingFields(variant, {}).map(([, field]) => field.flag);
    return `  # ${variant.title}\n  portai providers put ${type.id} ${words.join(' ')} --validate`;
  });
  return `\nExamples:\n${lines.join('\n')}\n`;
}

const collect = (word: string, before: string[] | undefined) => [...(before ?? []), word];

function addPutOptions(command: Command, type?: ProviderType): () => readonly SecretWord[] {
  const mayBeOnAws = type?.variants.some(({ fields }) => keyIdField in fields) ?? true;
  command
    .option('--validate', 'test the connection before saving; nothing is saved when it fails')
    .option('--preflight', 'test from this machine first, with values given now; then --validate');
  const words = addCredentialOptions(command, { mayBeOnAws });
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

function attach(
  command: Command,
  world: World,
  type: ProviderType,
  configFrom: ReturnType<typeof addFieldOptions>,
  words: () => readonly SecretWord[],
): void {
  const reads = { args: z.tuple([]), flags: flags.loose() };
  command.action(
    action(world, reads, async (context, _, given) => {
      const config = await configFrom(given, context.runtime);
      return putProvider(context, { id: type.id, type }, config, { ...given, words: words() });
    }),
  );
}

/** A type that is newer than this version goes through with a configuration file. */
function attachUnknown(put: Command, world: World): void {
  put
    .argument('[type]', 'a type listed below, or any other with --config-file')
    .usage('<type> [flags]');
  const words = addPutOptions(put);
  const reads = { args: z.tuple([typeArgument.optional()]), flags };
  put.action(
    action(world, reads, async (context, [id], given) => {
      const known = providerTypes.map((type) => type.id);
      if (id === undefined) requireNoTypeAsProfile(given.awsProfile, ['providers', 'put']);
      if (id === undefined && context.ask.available && given.configFile === undefined) {
        const type = await context.ask.pick(
          { message: 'Which provider type', flag: '<type>' },
          providerTypes.map((each) => ({ name: each.title, short: each.id, value: each })),
        );
        return putProvider(context, { id: type.id, type }, {}, { ...given, words: words() });
      }
      if (id === undefined) {
        throw usageError(`Which provider type? There are ${known.join(', ')}`, {
          next: [{ command: ['providers', 'put', '<type>', '--help'], why: 'the flags of a type' }],
        });
      }
      // What is stored can be switched whatever it is: that needs no knowledge of the type.
      const switches = given.enable || given.disable;
      const switchesModels = given.enableModel.length + given.disableModel.length > 0;
      if (given.configFile === undefined && (switches || switchesModels)) {
        const changes = { ...given, updateOnly: true, words: words() };
        return putProvider(context, { id, type: undefined }, {}, changes);
      }
      if (given.configFile === undefined) {
        throw usageError(
          `${nameInWords(id, known)} is not a provider type that portai knows.${didYouMean(id, known)}`,
          {
            name: 'UnknownProviderType',
            hint: `It knows ${known.join(', ')}. Any other type can be sent with --config-file, and switched when it is configured.`,
            next: helpOfNear(id, known),
          },
        );
      }
      return putProvider(context, { id, type: undefined }, {}, { ...given, words: words() });
    }),
  );
}

/** The help of the type that was probably meant. */
function helpOfNear(id: string, known: readonly string[]): NextStep[] {
  const near = nearest(id, known);
  return near === undefined
    ? []
    : [{ command: ['providers', 'put', near, '--help'], why: 'the flags of the type' }];
}
