import type { Context } from '../../cli/context.ts';
import { fail } from '../../core/fail.ts';
import { listModels } from '../../operations/integrations/models.ts';
import type { ModelSwitches } from '../../operations/integrations/models-plan.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import { customModelOf } from './custom-model-flags.ts';
import { severalOr } from './named.ts';

/** A verb that changes which models are allowed. */
export type ModelsVerb = 'enable' | 'disable' | 'set';

/** Makes a change of models of what was typed; asks for the models where none are named. */
export async function switchesOf(
  context: Context,
  client: PortkeyClient,
  {
    verb,
    integration,
    models,
    given,
  }: {
    readonly verb: ModelsVerb;
    readonly integration: string;
    readonly models: readonly string[];
    readonly given: Parameters<typeof customModelOf>[2] & {
      readonly clear: boolean;
      readonly allowAll?: 'on' | 'off' | undefined;
    };
  },
): Promise<ModelSwitches> {
  const allowAll = given.allowAll === undefined ? undefined : given.allowAll === 'on';
  const custom = await customModelOf(context, models, given);
  if (custom) {
    if (given.clear) {
      throw fail('Usage', '--clear and the flags of a custom model exclude each other', {
        hint: 'Nothing was sent.',
      });
    }
    return { enable: [], disable: [], onlyThose: false, allowAll, custom };
  }
  const isEnough = given.clear || allowAll !== undefined;
  const named = isEnough
    ? models
    : await severalOr(context, models, {
        argument: 'model',
        message: verb === 'disable' ? 'Models to disable' : 'Models to allow',
        list: ['integrations', 'models', 'list', integration],
        choices: async () => {
          const { models: rows } = await listModels(client, integration);
          const open = rows.filter(
            ({ enabled }) => verb === 'set' || enabled === (verb === 'disable'),
          );
          return open.map(({ slug }) => slug);
        },
      });
  if (verb === 'disable') return { enable: [], disable: named, onlyThose: false, allowAll };
  if (verb === 'enable') return { enable: named, disable: [], onlyThose: false, allowAll };
  const onlyThose = named.length > 0 || given.clear;
  return {
    enable: named,
    disable: [],
    onlyThose,
    allowAll: allowAll ?? (onlyThose ? false : undefined),
  };
}
