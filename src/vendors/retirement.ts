import { explainRetirement, type ModelHost } from './model-lifecycle.ts';
import type { Ask, TestInput, Ways } from './test-requests.ts';

/** An ask, and its repair, in whose answers "not found" is "retired" where the model has ended. */
export function knowingItsEnd(ask: Ask, input: TestInput, host: ModelHost): Ask {
  const { read, repair } = ask;
  return {
    ...ask,
    read: (answer) => explainRetirement(read(answer), input.model, host, input.now),
    ...(repair === undefined
      ? {}
      : {
          repair: (refused) => {
            const mended = repair(refused);
            return mended && { ...mended, ask: knowingItsEnd(mended.ask, input, host) };
          },
        }),
  };
}

/** The same for every way of asking. */
export function knowingTheirEnd({ first, others }: Ways, input: TestInput, host: ModelHost): Ways {
  return {
    first: knowingItsEnd(first, input, host),
    others: others.map((other) => ({ ...other, ask: knowingItsEnd(other.ask, input, host) })),
  };
}
