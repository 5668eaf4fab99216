import type { Default, Provider } from '../../planes/port/nouns.ts';
import { enabledNames } from '../stored-providers.ts';
import type { SetupDependencies } from './dependencies.ts';
import { fail } from '../../core/fail.ts';

type SetupDefaultDependencies = Pick<SetupDependencies, 'port' | 'report' | 'undoLog'>;

/**
 * Makes Bedrock the default, with a model.
 *
 * @throws a usage error for a model that Port does not call
 */
export async function makeDefault(
  dependencies: SetupDefaultDependencies,
  provider: Provider,
  model: string,
): Promise<string> {
  const models = enabledNames(provider);
  const current = await (await dependencies.port()).defaults.get();
  if (models.includes(model)) return set(dependencies, current, model);
  throw fail('Usage', `--make-default ${model}: not among the models of bedrock`, {
    hint: `The provider is saved. Its models: ${models.join(', ')}.`,
    next: [
      {
        command: ['defaults', 'set', '--provider', 'bedrock', '--model', '<model>'],
        why: 'make one of them the default',
      },
    ],
  });
}

/** Asks whether Bedrock becomes the default, unless it is; gives the model, or undefined. */
export async function offerDefault(
  dependencies: SetupDefaultDependencies & Pick<SetupDependencies, 'decide'>,
  provider: Provider,
): Promise<string | undefined> {
  const { port, decide } = dependencies;
  const models = enabledNames(provider);
  if (!decide || models.length === 0) return undefined;
  const current = await (await port()).defaults.get();
  if (current?.provider === 'bedrock') return undefined;
  const model = await decide.makeDefault(models);
  return model === undefined ? undefined : set(dependencies, current, model);
}

async function set(
  { port, report, undoLog }: SetupDefaultDependencies,
  current: Default | undefined,
  model: string,
): Promise<string> {
  if (current?.provider === 'bedrock' && current.model === model) return model;
  const client = await port();
  const undo = current && [
    ...['defaults', 'set', '--provider', current.provider],
    ...['--model', current.model],
  ];
  await undoLog.make({ what: `default bedrock / ${model}`, ...(undo ? { undo } : {}) }, () =>
    client.defaults.set({ provider: 'bedrock', model }),
  );
  report.note(`✓ Default: bedrock / ${model}.`);
  return model;
}
