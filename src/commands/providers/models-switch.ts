import type { Command } from 'commander';
import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import type { World } from '../../cli/world.ts';
import { findProviderType } from '../../planes/port/provider-types/index.ts';
import type { Define } from '../define.ts';
import { putProvider } from './put-flow.ts';
import { modelsOr, typeOr } from '../missing-argument.ts';
import { typeArgument } from './shared.ts';

export const defineEnable: Define = (command, world) => define(command, world, true);
export const defineDisable: Define = (command, world) => define(command, world, false);

const flags = mutationFlags.extend({ validate: z.boolean().default(false) });

function define(command: Command, world: World, enabled: boolean): void {
  command
    .argument('[type]', 'provider type, such as bedrock')
    .argument('[model...]', 'names of models')
    .option('--validate', 'test the connection before saving');
  addMutationOptions(command);
  const path = ['providers', 'models', enabled ? 'enable' : 'disable'];
  const reads = { args: z.tuple([typeArgument.optional(), z.array(z.string())]), flags };
  command.action(
    action(world, reads, async (context, [type, named], given) => {
      const id = await typeOr(context, type, path);
      const models = [...(await modelsOr(context, named, { provider: id, enabled }))];
      return putProvider(
        context,
        { id, type: findProviderType(id) },
        {},
        {
          ...given,
          enable: false,
          disable: false,
          enableModel: enabled ? models : [],
          disableModel: enabled ? [] : models,
          createOnly: false,
          updateOnly: true,
          skipClientChecks: true,
          preflight: false,
          showRequest: false,
          words: [],
        },
      );
    }),
  );
}
