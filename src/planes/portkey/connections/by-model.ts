import type { ConnectionTest, TestInput } from '../../../vendors/test-requests.ts';

/** A connection, and the name under which it knows a model. */
export interface OwnConnection {
  readonly test: ConnectionTest;
  readonly input: TestInput;
}

/**
 * Joins connections that share a credential: each model is asked by its own. What holds for the connection
 * as a whole, such as its sign-in, is that of `whole`.
 *
 * @param ownOf gives the connection of the model of an input, and the input as that connection takes it
 */
export function byModel(
  whole: ConnectionTest,
  ownOf: (input: TestInput) => OwnConnection,
): ConnectionTest {
  const { model, stream, structured, remarks, afterPass } = whole;
  return {
    ...whole,
    ...(model && {
      model: (input) => {
        const own = ownOf(input);
        return own.test.model?.(own.input);
      },
    }),
    generate: (input) => {
      const own = ownOf(input);
      return own.test.generate(own.input);
    },
    ...(stream && {
      stream: (input, won) => {
        const own = ownOf(input);
        return (own.test.stream ?? stream)(own.input, won);
      },
    }),
    ...(structured && {
      structured: (input, won) => {
        const own = ownOf(input);
        return (own.test.structured ?? structured)(own.input, won);
      },
    }),
    ...(remarks && {
      remarks: (input) => {
        const own = ownOf(input);
        return own.test.remarks?.(own.input) ?? [];
      },
    }),
    ...(afterPass && {
      afterPass: (input, reading) => {
        const own = ownOf(input);
        return own.test.afterPass?.(own.input, reading);
      },
    }),
  };
}
