import type { Context } from '../../../cli/context.ts';
import { usageError } from '../../../core/errors.ts';
import type { UndoLog } from '../../../operations/undo-log.ts';
import { modelsOfProvider, type Connected } from './connect.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';

/** Whether the default is a question here: no flag decides it, and somebody can answer. */
export const asksForDefault = (
  { ask, globals }: Context,
  { makeDefault }: SetupRequest,
  connected: Connected,
): boolean =>
  makeDefault === undefined &&
  ask.available &&
  !globals.json &&
  modelsOfProvider(connected).length > 0;

/** Makes Bedrock the default where that is wanted; gives the model, or undefined. */
export async function offerDefault(
  context: Context,
  request: SetupRequest,
  connected: Connected,
  book: UndoLog,
): Promise<string | undefined> {
  const { ask, out, port } = context;
  const { makeDefault } = request;
  const models = modelsOfProvider(connected);
  if (makeDefault === undefined && !asksForDefault(context, request, connected)) return undefined;
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
  const undo = current && [
    ...['defaults', 'set', '--provider', current.provider],
    ...['--model', current.model],
  ];
  await book.make({ what: `default bedrock / ${model}`, ...(undo ? { undo } : {}) }, () =>
    client.defaults.set({ provider: 'bedrock', model }),
  );
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
