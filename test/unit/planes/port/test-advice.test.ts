import { describe, expect, test } from 'vitest';
import { causeEntry, causeNames, isCause } from '../../../../src/vendors/causes.ts';
import { providerTypes } from '../../../../src/planes/port/provider-types/index.ts';
import { stepsAfterFailedTest } from '../../../../src/planes/port/test-advice.ts';

/** What is advised after a connection test that failed with a message for its only model. */
function advised(
  message: string,
  { provider = 'openai', field = 'apiKeySecretName', named = true } = {},
) {
  const steps = stepsAfterFailedTest({
    message: '',
    details: { testedModels: { m: { isValid: false, message } } },
    provider,
    model: undefined,
    secret: undefined,
    named: named ? [{ field, secret: 'held' }] : [],
  });
  return steps.map(({ command }) => command.join(' '));
}

const replaces = 'secrets set held --value-file <file>';
const causes = causeNames.filter(isCause).filter((name) => causeEntry(name).message !== '');

describe('after a failed test of Port, another value is advised', () => {
  test.each(causes)('only where the answer speaks against the credential: %s', (name) => {
    const { message, credential } = causeEntry(name);
    const against = credential === 'refused' || name === 'SECRET_MALFORMED';
    expect(advised(message)).toEqual(against ? [replaces] : []);
    expect(advised(`${message}: in the provider's own words`)).toEqual(against ? [replaces] : []);
  });

  test('also where nobody knows the words', () => {
    expect(advised('It is raining')).toEqual([replaces]);
  });

  test.each([
    '127.0.0.1 is a private, link-local or metadata address: the sandbox sends no tests there',
    'getaddrinfo ENOTFOUND llm.corp.internal',
    'unable to verify the first certificate',
  ])('not where Port could not get to the host: %s', (message) => {
    expect(advised(message, { provider: 'openai-compatible' })).toEqual([
      'providers put openai-compatible --help',
    ]);
  });

  test('never where the configuration names no secret', () => {
    for (const name of causes)
      expect(advised(causeEntry(name).message, { named: false })).toEqual([]);
  });

  const agreed = providerTypes.flatMap(({ id, variants }) =>
    variants.flatMap(({ fields }) =>
      Object.entries(fields).flatMap(([key, field]) =>
        'agreed' in field ? [[id, key] as const] : [],
      ),
    ),
  );
  test('never for a value that must equal one kept elsewhere, such as an external ID', () => {
    expect(agreed).toEqual([['bedrock', 'externalIdSecretName']]);
    for (const [provider, field] of agreed) {
      for (const text of ['Role cannot be assumed', 'It is raining']) {
        expect(advised(text, { provider, field })).toEqual(['bedrock diagnose']);
      }
    }
  });
});
