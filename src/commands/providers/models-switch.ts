import type { Command } from 'commander';
import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import type { World } from '../../cli/world.ts';
import { findProviderType } from '../../planes/port/provider-types/index.ts';
import type { Define } from '../define.ts';
import { putProvider } from './put-flow.ts';
import { typeArgument } from './shared.ts';

export const defineEnable: Define = (command, world) => define(command, world, true);
export const defineDisable: Define = (command, world) => define(command, world, false);

const flags = mutationFlags.extend({ validate: z.boolean().default(false) });

function define(command: Command, world: World, enabled: boolean): void {
  command
    .argument('<type>', 'provider type, such as bedrock')
    .argument('<model...>', 'names of models')
    .option('--validate', 'test the connection before saving');
  addMutationOptions(command);
  const reads = { args: z.tuple([typeArgument, z.array(z.string())]), flags };
  command.action(
    action(world, reads, (context, [id, models], given) =>
      putProvider(
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
      ),
    ),
  );
}
