import type { Context } from '../../../cli/context.ts';
import { usageError } from '../../../domain/errors.ts';
import { modelsOfProvider, type Connected } from './connect.ts';
import type { SetupFlags } from './flags.ts';

/** Makes Bedrock the default where that is wanted; gives the model, or undefined. */
export async function offerDefault(
  { ask, out, port }: Context,
  { makeDefault }: SetupFlags,
  connected: Connected,
): Promise<string | undefined> {
  const models = modelsOfProvider(connected);
  if (makeDefault === undefined && (!ask.available || models.length === 0)) return undefined;
  const client = await port();
  const current = await client.defaults.get();
  const already = current?.provider === 'bedrock';
  if (makeDefault === undefined && already) return undefined;
  const model = makeDefault ?? (await chosenModel(ask, models));
  if (model === undefined) return undefined;
  if (!models.includes(model)) {
    throw usageError(`--make-default ${model}: not among the models of bedrock`, {
      hint: `The provider is saved. Its models: ${models.join(', ')}.`,
      next: [
        {
          command: ['defaults', 'set', '--provider', 'bedrock', '--model', '<model>'],
          why: 'make one of them the default',
        },
      ],
    });
  }
  if (already && current.model === model) return model;
  await client.defaults.set({ provider: 'bedrock', model });
  out.note(`✓ Default: bedrock / ${model}.`);
  return model;
}

async function chosenModel(
  ask: Context['ask'],
  models: readonly string[],
): Promise<string | undefined> {
  return ask.pick({ message: 'Make it the default', flag: '--make-default <model>' }, [
    { name: 'no', value: undefined },
    ...models.map((model) => ({ name: model, value: model })),
  ]);
}
