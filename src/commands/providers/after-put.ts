import type { Context } from '../../cli/context.ts';
import { PortaiError } from '../../core/errors.ts';
import { terminalLine } from '../../core/text/terminal.ts';
import { enabledNames, type StoredView } from './shared.ts';

/**
 * Offers a provider that was just saved as the organization's default. Gives the model that was
 * chosen; undefined for none, and where there is nothing to ask: the provider is the default
 * already, is switched off, or these credentials may not read the defaults.
 *
 * @throws what went wrong, with the word that the provider itself is saved.
 */
export async function offerDefault(
  { ask, out, port }: Context,
  saved: StoredView,
): Promise<string | undefined> {
  const id = saved.provider;
  const models = saved.enabled ? enabledNames(saved) : [];
  if (models.length === 0) return undefined;
  const client = await port();
  try {
    const current = await client.defaults.get().catch(unlessForbidden);
    if (current === undefined || current.provider === id) return undefined;
    const model = await ask.pick<string | undefined>(
      { message: 'Make it the default', flag: 'portai defaults set' },
      [
        { name: 'no', value: undefined },
        ...models.map((name) => ({ name: `yes, with ${terminalLine(name)}`, value: name })),
      ],
    );
    if (model === undefined) return undefined;
    await client.defaults.set({ provider: id, model });
    out.note(`✓ Default: ${id} / ${model}.`);
    return model;
  } catch (error) {
    throw savedAlready(error, id);
  }
}

function unlessForbidden(error: unknown): undefined {
  if (error instanceof PortaiError && error.failure.exit === 'forbidden') return undefined;
  throw error;
}

function savedAlready(error: unknown, id: string): unknown {
  if (!(error instanceof PortaiError)) return error;
  const { failure } = error;
  const cancelled = failure.name === 'Cancelled';
  const hints = [
    ...(failure.hint === undefined ? [] : [failure.hint]),
    ...(cancelled ? [] : [`${id} itself is saved.`]),
  ];
  return new PortaiError(
    {
      ...failure,
      message: cancelled
        ? `Cancelled; ${id} is saved, and the default is as it was`
        : failure.message,
      ...(hints.length === 0 ? {} : { hint: hints.join(' ') }),
      next: [
        ...(failure.next ?? []),
        { command: ['defaults', 'set', '--provider', id], why: 'make it the default later' },
      ],
    },
    { cause: error },
  );
}
