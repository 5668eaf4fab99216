import type { Asker } from '../../operations/ports.ts';
import { catalogue, isConfirmed } from '../../planes/portkey/kinds/catalogue.ts';
import { kindOf } from '../../planes/portkey/kinds/index.ts';
import type { Kind } from '../../planes/portkey/kinds/define.ts';

/** A provider as it was chosen. */
export interface ChosenKind {
  readonly kind: Kind;
  /** True for a server of one's own that speaks the provider's API. */
  readonly selfHosted: boolean;
}

/** What stands for a server of one's own: no id has a blank. */
const ownServer = 'a server of one’s own';

/** Asks which provider is connected: one of the catalogue, or the API that a server of one's own speaks. */
export async function askForKind(ask: Asker): Promise<ChosenKind> {
  const flag = '<provider-id>';
  const providers = catalogue.map((entry) => ({
    name: `${entry.title}  ${entry.id}${isConfirmed(entry) ? '' : '  unconfirmed'}`,
    short: entry.id,
    value: entry.id,
  }));
  const own = { name: 'Self-hosted: a model server of your own …', short: 'self-hosted' };
  const id = await ask.find({ message: 'Provider', flag, hint: 'type to search' }, [
    ...inFront(providers),
    { ...own, value: ownServer },
    ...providers.filter(({ value }) => !usual.includes(value)),
  ]);
  if (id !== ownServer) return { kind: kindOf(id), selfHosted: false };
  const api = await ask.find(
    { message: 'API that the server speaks', flag, hint: 'most speak OpenAI’s' },
    [...inFront(providers), ...providers.filter(({ value }) => !usual.includes(value))],
  );
  return { kind: kindOf(api), selfHosted: true };
}

/** Providers that stand before the others, which follow by name. */
const usual = ['openai', 'anthropic', 'azure-openai', 'bedrock', 'vertex-ai'];

function inFront<T extends { readonly value: string }>(providers: readonly T[]): T[] {
  return usual.flatMap((id) => providers.filter(({ value }) => value === id));
}
