import { explainRetirement, type ModelHost } from './model-lifecycle.ts';
import type { TestCall, TestInput, CallWithFallbacks } from './test-requests.ts';

/** A call, and its repair, in whose answers "not found" is "retired" where the model has ended. */
export function knowingItsEnd(call: TestCall, input: TestInput, host: ModelHost): TestCall {
  const { read, repair } = call;
  return {
    ...call,
    read: (answer) => explainRetirement(read(answer), input.model, host, input.now),
    ...(repair === undefined
      ? {}
      : {
          repair: (refused) => {
            const mended = repair(refused);
            return mended && { ...mended, call: knowingItsEnd(mended.call, input, host) };
          },
        }),
  };
}

/** The same for every fallback. */
export function knowingTheirEnd(
  { first, fallbacks }: CallWithFallbacks,
  input: TestInput,
  host: ModelHost,
): CallWithFallbacks {
  return {
    first: knowingItsEnd(first, input, host),
    fallbacks: fallbacks.map((fallback) => ({
      ...fallback,
      call: knowingItsEnd(fallback.call, input, host),
    })),
  };
}
