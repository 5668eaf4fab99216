import type { NextStep } from '../core/errors.ts';
import { didYouMean, nearest } from '../core/text/nearest.ts';
import { nameInWords } from '../core/text/typed-names.ts';
import type { Asker } from '../operations/ports.ts';
import type { ProviderType } from '../planes/port/provider-types/define.ts';
import { providerTypes } from '../planes/port/provider-types/index.ts';
import { fail } from '../core/fail.ts';

/** Asks which type is put. */
export function askForType(ask: Asker): Promise<ProviderType> {
  return ask.pick(
    { message: 'Which provider type', flag: '<type>' },
    providerTypes.map((each) => ({ name: each.title, short: each.id, value: each })),
  );
}

/** The name of a type; one that portai does not know is enough for what needs no knowledge of it. */
export function requireKnown(id: string | undefined, isEnough: boolean): string {
  const known = providerTypes.map((type) => type.id);
  if (id === undefined) {
    throw fail('Usage', `Which provider type? There are ${known.join(', ')}`, {
      next: [{ command: ['providers', 'put', '<type>', '--help'], why: 'the flags of a type' }],
    });
  }
  if (isEnough) return id;
  throw fail(
    'UnknownProviderType',
    `${nameInWords(id, known)} is not a provider type that portai knows.${didYouMean(id, known)}`,
    {
      hint: `It knows ${known.join(', ')}. Any other type can be sent with --config-file, and switched when it is configured.`,
      next: helpOfNear(id, known),
    },
  );
}

/** The help of the type that was probably meant. */
function helpOfNear(id: string, known: readonly string[]): NextStep[] {
  const near = nearest(id, known);
  return near === undefined
    ? []
    : [{ command: ['providers', 'put', near, '--help'], why: 'the flags of the type' }];
}
