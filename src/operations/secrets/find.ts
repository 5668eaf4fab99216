import { PortaiError } from '../../core/errors.ts';
import { isPlainName } from '../../core/secret-shapes.ts';
import { didYouMean } from '../../core/text/nearest.ts';
import { mayBeRepeated, nameInWords, typedInTheOpen } from '../../core/text/typed-names.ts';
import type { PortClient } from '../../planes/port/client.ts';
import { portError } from '../../planes/port/errors.ts';
import type { SecretInfo } from '../../planes/port/nouns.ts';

/** Returns what is known of a secret; undefined if there is none of that name. */
export async function findSecret(
  { secrets }: PortClient,
  name: string,
): Promise<SecretInfo | undefined> {
  try {
    return await secrets.get(name);
  } catch (error) {
    if (error instanceof PortaiError && error.failure.exit === 'notFound') return undefined;
    throw error;
  }
}

/**
 * Refuses a name that no secret has and that could be a value, without sending or repeating it: what is
 * asked of Port by name stands in its logs. Opens Port only for a name that could be one.
 *
 * @throws Port's error for a secret that is not there.
 */
export async function requireStoredName(
  port: () => Promise<PortClient>,
  name: string,
): Promise<void> {
  if (isPlainName(name)) return;
  const names = (await (await port()).secrets.list()).map(({ secretName }) => secretName);
  if (names.includes(name)) return;
  throw portError(
    'not_found',
    `There is no secret ${nameInWords(name, names)}.${didYouMean(name, names)}`,
    {
      ...(mayBeRepeated(name, names) ? {} : { hint: `A name belongs there. ${typedInTheOpen}` }),
      next: [{ command: ['secrets', 'list'], why: 'the secrets there are' }],
    },
  );
}
