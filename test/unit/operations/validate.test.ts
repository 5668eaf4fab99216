import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  exitClasses,
  PortaiError,
  type ExitClass,
  type Failure,
} from '../../../src/core/errors.ts';
import { concluded, validateProvider } from '../../../src/operations/validate.ts';
import type { PortClient } from '../../../src/planes/port/client.ts';
import { provider } from '../../../src/planes/port/wire.ts';
import { renderValidation } from '../../../src/ui/render/validation.ts';
import { pipe } from '../../support/screens.ts';
import type { Provider } from '../../../src/planes/port/nouns.ts';

/** What a validation prints, what its JSON says and what it exits with are one thing. */

const never = () => Promise.reject(new Error('not asked for'));

/** A client of which only the validating change is used. */
function clientThat(update: PortClient['providers']['update']): PortClient {
  return {
    providers: { list: never, get: never, create: never, update, delete: never },
    defaults: { get: never, set: never },
    secrets: { list: never, get: never, create: never, update: never, delete: never },
    ai: {
      ...{ quota: never, invocationBlueprint: never, searchInvocations: never },
      ...{ invocation: never, invocationResult: never, invoke: never, patienceMs: 0 },
    },
    organization: never,
    user: never,
  };
}

function read(record: object): Provider {
  const found = provider(record, '');
  if ('wrong' in found) throw new Error(found.wrong);
  return found.value;
}

const stored = (models: readonly string[]) =>
  read({
    provider: 'quantum',
    config: {},
    effectiveModels: Object.fromEntries(models.map((model) => [model, { enabled: true }])),
  });

const anyResult = fc.oneof(
  fc.record(
    { isValid: fc.boolean(), message: fc.constantFrom('', 'no', 'Invalid API key') },
    { requiredKeys: [] },
  ),
  fc.constantFrom<unknown>('Invalid API key', '', null, true, false, []),
);
const anyTested = fc.oneof(
  fc.dictionary(fc.constantFrom('a', 'b', 'c'), anyResult),
  fc.array(
    fc.oneof(fc.constant('words'), fc.record({ model: fc.constant('a'), isValid: fc.boolean() })),
  ),
  fc.constantFrom<unknown>(undefined, null, 'words', 7),
);
const classes = Object.keys(exitClasses).filter(
  (name): name is Exclude<ExitClass, 'ok'> => name !== 'ok' && Object.hasOwn(exitClasses, name),
);
const anyRefusal: fc.Arbitrary<Failure> = fc.record({
  name: fc.constantFrom(
    'LLMProviderModelTestError',
    'LLMProviderInvalidConfigError',
    'bad_request',
  ),
  message: fc.constantFrom('words', 'Connection test failed'),
  exit: fc.constantFrom(...classes),
  details: anyTested.map((testedModels) => ({ testedModels })),
});
const anyAnswer = fc.oneof(
  anyTested.map((testedModels) => ({ saved: { testedModels } })),
  anyRefusal.map((refused) => ({ refused })),
);

test('the rows, the JSON and the exit agree, whatever Port answers', async () => {
  const style = await pipe();
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }),
      anyAnswer,
      async (models, answer) => {
        const client = clientThat(() =>
          'refused' in answer
            ? Promise.reject(new PortaiError(answer.refused))
            : Promise.resolve(read({ provider: 'quantum', ...answer.saved })),
        );
        const { row, exit } = await validateProvider(client, stored(models), () => new Date(0));
        const words = renderValidation([row], style)
          .split('\n')
          .map((line) => line.split('\t')[2]);
        const ofModels = row.models.map(({ status }) => status);

        expect(words).toEqual(ofModels.length > 0 ? ofModels : [row.status]);
        expect(row.status === 'valid').toBe(words.every((word) => word === 'valid'));
        expect(row.status === 'invalid').toBe(words.includes('invalid'));
        expect(exit === 'ok').toBe(row.status === 'valid');
        expect(exit === 'checkFailed').toBe(row.status === 'invalid');
        if (models.length === 0) expect(exit).toBe('unverifiable');
        if ('refused' in answer) expect(exit).not.toBe('ok');
        for (const model of models) {
          if (ofModels.length > 0) expect(row.models.map((each) => each.model)).toContain(model);
        }
      },
    ),
    { numRuns: 3000 },
  );
});

test.each<[ExitClass, ExitClass]>([
  ['unauthenticated', 'unauthenticated'],
  ['forbidden', 'forbidden'],
  ['unreachable', 'unreachable'],
  ['limited', 'limited'],
  ['refused', 'unverifiable'],
  ['conflict', 'unverifiable'],
  ['notFound', 'unverifiable'],
  ['usage', 'unverifiable'],
  ['checkFailed', 'checkFailed'],
])('a refusal of the class %s ends with %s', (exit, ends) => {
  expect(concluded([{ status: 'unverifiable' }], { name: 'x', exit }).exit).toBe(ends);
});
