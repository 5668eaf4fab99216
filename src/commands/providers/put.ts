import type { Command } from 'commander';
import { z } from 'zod';
import { action } from '../../cli/action.ts';
import type { Context } from '../../cli/context.ts';
import { addFieldOptions } from '../../cli/field-options.ts';
import type { SecretWord } from '../../cli/secret-flags.ts';
import { typeArgument } from '../../cli/type-argument.ts';
import type { World } from '../../cli/world.ts';
import type { ExitClass } from '../../core/errors.ts';
import type { ProviderType } from '../../planes/port/provider-types/define.ts';
import { providerTypes } from '../../planes/port/provider-types/index.ts';
import { missingFields } from '../../planes/port/rules/config-fields.ts';
import type { Define } from '../define.ts';
import { requireNoTypeAsProfile } from '../../cli/connection-test-flags.ts';
import { startBedrock } from './bedrock-start.ts';
import { askForType, requireKnown } from '../../questions/provider-type.ts';
import { addPutOptions, putFlags, requestOf } from './put-flags.ts';
import { runPut } from './run-put.ts';

/** `put` has one subcommand a provider type, so that its help shows that type's flags and no others. */
export const define: Define = (put, world) => {
  for (const type of providerTypes) {
    const command = put
      .command(type.id)
      .usage('[flags]')
      .description(type.creatable === false ? `${type.title}: switch on or off` : type.title);
    const fieldsFrom = addFieldOptions(command, type);
    const words = addPutOptions(command, type);
    command.addHelpText('after', examplesOf(type));
    const reads = { args: z.tuple([]), flags: putFlags.loose() };
    command.action(
      action(world, reads, async (context, _, given) => {
        const fields = await fieldsFrom(given, context.runtime);
        return run(context, { provider: type.id, type, fields }, given, words());
      }),
    );
  }
  defineUnknown(put, world);
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

async function run(
  context: Context,
  subject: Parameters<typeof requestOf>[1],
  flags: Parameters<typeof requestOf>[2],
  words: readonly SecretWord[],
): Promise<ExitClass | undefined> {
  const request = await requestOf(context, subject, flags, words);
  const begins = words.length === 0 && flags.configFile === undefined;
  const setUp = begins ? await startBedrock(context, request) : undefined;
  if (setUp && 'exit' in setUp) return setUp.exit;
  const { awsProfile, showRequest } = flags;
  return runPut(context, request, { test: { words, awsProfile, showRequest }, ...setUp });
}

/** A type that is newer than this version goes through with a configuration file. */
function defineUnknown(put: Command, world: World): void {
  put
    .argument('[type]', 'a type listed below, or any other with --config-file')
    .usage('<type> [flags]');
  const words = addPutOptions(put);
  const reads = { args: z.tuple([typeArgument.optional()]), flags: putFlags };
  put.action(
    action(world, reads, async (context, [id], given) => {
      const { configFile, enable, disable, enableModel, disableModel } = given;
      if (id === undefined) requireNoTypeAsProfile(given.awsProfile, ['providers', 'put']);
      if (configFile === undefined && id === undefined && context.ask.available) {
        const type = await askForType(context.ask);
        return run(context, { provider: type.id, type, fields: {} }, given, words());
      }
      // What is stored can be switched whatever it is: that needs no knowledge of the type.
      const switches = enable || disable || enableModel.length + disableModel.length > 0;
      const provider = requireKnown(id, switches || configFile !== undefined);
      const flags = configFile === undefined && switches ? { ...given, updateOnly: true } : given;
      return run(context, { provider, type: undefined, fields: {} }, flags, words());
    }),
  );
}
