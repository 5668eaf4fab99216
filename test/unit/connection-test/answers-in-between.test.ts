import { describe, expect, test } from 'vitest';
import type { HttpResponse } from '../../../src/core/http.ts';
import type { Config } from '../../../src/planes/port/config.ts';
import { Secret } from '../../../src/core/secret.ts';
import { key as secretKey, probed } from '../../support/connection-test.ts';
import {
  anthropic,
  azureOpenai,
  openai,
  openaiCompatible,
  type VariantTest,
} from '../../support/tested-variants.ts';

/** What a proxy, a filter or the sign-in page of a network answers in the place of a provider. */

const page: HttpResponse = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html><head><title>Sign in to the network</title></head><body>Login</body></html>',
};
const health: HttpResponse = { status: 200, headers: {}, body: '{"status":"ok"}' };
const notFound: HttpResponse = { ...page, status: 404 };

const key = { apiKeySecretName: 'key' };
const own: readonly (readonly [string, VariantTest, Config])[] = [
  ['OpenAI', openai.variants[0].probe, key],
  ['Anthropic', anthropic.variants[0].probe, key],
];
const [endpoint] = openaiCompatible.variants;
const chosen: Config = { baseUrl: 'https://llm.example.com/v1', models: [{ name: 'm' }] };

async function tested(variant: VariantTest, config: Config, answer: HttpResponse) {
  const probe = variant.connect(config, () => new Secret(secretKey));
  const { report } = await probed(() => Promise.resolve(answer), { probe, models: ['m'] });
  const result = report.testedModels['m'];
  if (result === undefined) throw new Error('the model was not tested');
  return { report, result };
}

describe.each(own)('in the place of %s, whose address nobody chose,', (_, probe, config) => {
  test('a page is of somebody on the way, who refutes no connection and judges no key', async () => {
    const { report, result } = await tested(probe, config, page);
    expect(result).toMatchObject({ cause: 'ANSWERED_ON_THE_WAY', verdict: 'unknown' });
    expect(result.words).toBe('Sign in to the network');
    expect(result.stages[0]).toMatchObject({ stage: 'reach', verdict: 'unknown' });
    expect(report.credential.verdict).toBe('untested');
    expect(result.advice).toMatch(/proxy/);
    expect(result.advice).toMatch(/sign in/);
  });

  test.each([
    ['other JSON', health],
    ['a page that says that nothing is there', notFound],
  ])('%s brings no advice about a base URL that there is not', async (_, answer) => {
    const { result } = await tested(probe, config, answer);
    expect(result.isValid).toBe(false);
    expect(result.advice).not.toMatch(/base URL/i);
    expect(result.advice).toMatch(/proxy/);
  });
});

test('in the place of Azure, whose host is after a resource, a page is of somebody on the way', async () => {
  const [resource] = azureOpenai.variants;
  const config = { ...key, resourceName: 'my-res', deployment: 'm' };
  const { result } = await tested(resource.probe, config, page);
  expect(result.cause).toBe('ANSWERED_ON_THE_WAY');
});

test.each([
  ['a page', page],
  ['a page that says that nothing is there', notFound],
  ['other JSON', health],
])('from a host that was chosen, %s speaks against the base URL', async (_, answer) => {
  const { result } = await tested(endpoint.probe, chosen, answer);
  expect(result.verdict).toBe('fail');
  expect(result.advice).toMatch(/base URL/);
});
