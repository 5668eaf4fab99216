import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { globalOptions } from '../../../../../src/cli/globals.ts';
import { causeEntry } from '../../../../../src/vendors/causes.ts';
import {
  flagName,
  type SecretSource,
} from '../../../../../src/planes/port/provider-types/define.ts';
import {
  type TestCall,
  type ConnectionTest,
  type TestInput,
  type ProviderRequest,
} from '../../../../../src/vendors/test-requests.ts';
import {
  findProviderType,
  providerTypes,
} from '../../../../../src/planes/port/provider-types/index.ts';
import { Secret } from '../../../../../src/core/secret.ts';
import { everyVariant, sampleConfig } from '../../../../support/sample-configs.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Every secret has a value of its own; the one for the private key is a key. */
const valueOf = (name: string) => (name === 'google-key' ? pem : `value-of/${name}+&=`);
const session = { accessToken: 'session-token', accessKeyId: 'ASIA', secretAccessKey: 'sk' };

/** What a probe is given, and the secrets it asked for. */
function probeInput(): { input: TestInput; secret: SecretSource; asked: string[] } {
  const asked: string[] = [];
  const secret = (name: unknown) => {
    asked.push(String(name));
    return new Secret(valueOf(String(name)));
  };
  const now = new Date('2026-01-15T12:00:00Z');
  return {
    input: { model: 'my/model:1', now, session, caller: 'this-machine', plane: 'Port' },
    secret,
    asked,
  };
}

describe('provider types', () => {
  test('have ids of their own, by which they are found', () => {
    const ids = providerTypes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.map((id) => findProviderType(id)?.id)).toEqual(ids);
    expect(findProviderType('newer')).toBeUndefined();
  });

  test('are those of Port: the five of its published schema, and the newer ones', () => {
    expect(providerTypes.map(({ id }) => id)).toEqual([
      'openai',
      'anthropic',
      'azure-openai',
      'azure-anthropic',
      'bedrock',
      'vertex-gemini',
      'vertex-anthropic',
      'openai-compatible',
      'anthropic-compatible',
      'port',
    ]);
  });
});

describe.each(providerTypes.map((type) => ({ name: type.id, type })))('$name', ({ type }) => {
  const fields = type.variants.flatMap((variant) => Object.entries(variant.fields));

  test('has variants with ids and titles of their own', () => {
    const { variants } = type;
    expect(new Set(variants.map(({ id }) => id)).size).toBe(variants.length);
    expect(new Set(variants.map(({ title }) => title)).size).toBe(variants.length);
  });

  test('has one flag a key, and one key a flag', () => {
    const flagOf = new Map(fields.map(([key, field]) => [key, flagName(field)]));
    expect(fields.map(([key, field]) => [key, flagName(field)])).toEqual(
      fields.map(([key]) => [key, flagOf.get(key)]),
    );
    expect(new Set(flagOf.values()).size).toBe(flagOf.size);
  });

  test('takes no flag from the global ones', () => {
    const taken = globalOptions().map(({ long }) => long);
    const clashing = fields.map(([, field]) => flagName(field)).filter((f) => taken.includes(f));
    expect(clashing).toEqual([]);
  });

  test('has a flag and a label for every field, and knows which of them name secrets', () => {
    for (const [key, field] of fields) {
      const form = field.kind === 'switch' ? /^--[a-z][a-z-]+$/ : /^--[a-z][a-z-]+ <[a-z]+>$/;
      expect(field.flag).toMatch(form);
      expect(field.label).toMatch(/^\S.{3,}[^.:]$/);
      expect(field.holds !== undefined).toBe(key.endsWith('SecretName'));
    }
  });

  test('lists the published models among the newer ones', () => {
    expect(type.latestModels ?? type.models).toEqual(expect.arrayContaining([...type.models]));
  });
});

/** Values that must not be where logs and proxies see them. */
function inTheOpen({ url, headers }: ProviderRequest): string {
  return `${decodeURIComponent(url)} ${Object.keys(headers).join(' ')}`;
}

const creatable = everyVariant.filter(({ type }) => type.creatable !== false);

/** Everything a probe may ask in one test, whatever led there. */
function asksOf(probe: ConnectionTest, input: TestInput): TestCall[] {
  const { first, fallbacks: others } = probe.generate(input);
  const structured = probe.structured?.(input, first);
  return [
    first,
    ...others.map(({ call: ask }) => ask),
    probe.stream?.(input, first),
    structured?.first,
    ...(structured?.fallbacks ?? []).map(({ call: ask }) => ask),
    probe.credential?.(input),
    probe.model?.(input),
    probe.guardrail?.(input),
  ].filter((ask) => ask !== undefined);
}

describe.each(creatable)('the probe of $name', async ({ variant }) => {
  const config = sampleConfig(variant, 'all');
  const named = Object.entries(config).flatMap(([key, value]) =>
    key.endsWith('SecretName') ? [String(value)] : [],
  );
  const connect = await variant.connection?.();
  if (!connect) throw new Error('it has none');
  const { input, secret, asked } = probeInput();
  const probe = connect(config, secret);
  const signIn = probe.signIn?.(input);
  const asks = asksOf(probe, input);
  const requests = [...(signIn ? [signIn] : []), ...asks].map(({ request }) => request);
  const control = probe.control?.(input).request;

  test('sends well-formed requests to https, with a body of the type it says', () => {
    for (const { method, url, headers, body } of requests) {
      expect(new URL(url).protocol).toBe('https:');
      expect(new URL(url).href).toBe(url);
      expect(Object.keys(headers)).toEqual(Object.keys(headers).map((name) => name.toLowerCase()));
      if (method === 'GET') expect(body).toBeUndefined();
      else if (headers['content-type'] === 'application/json')
        expect(JSON.parse(body ?? '')).toBeTypeOf('object');
      else expect([...new URLSearchParams(body).keys()].length).toBeGreaterThan(1);
    }
  });

  test('asks for the secrets of its configuration, and puts none of them in a URL or title', () => {
    expect([...new Set(asked)].sort()).toEqual(named.sort());
    const titles = asks.map(({ title }) => title).join();
    for (const name of named) {
      expect(titles).not.toContain(valueOf(name));
      for (const request of requests) expect(inTheOpen(request)).not.toContain(valueOf(name));
    }
  });

  test('names the model, its deployment or its inference profile, and asks for few tokens', () => {
    const [first] = asks;
    const text = `${decodeURIComponent(first?.request.url ?? '')} ${first?.request.body ?? ''}`;
    expect(text).toMatch(/my\/model:1|gpt-5-eu/);
    expect(text).toMatch(
      /"(?:max_tokens|max_completion_tokens|max_output_tokens|maxTokens|maxOutputTokens)":\d\d\b/,
    );
    for (const { outputTokens } of asks) expect(outputTokens).toBeLessThanOrEqual(1024);
  });

  test('sends no sampling parameters, which newer models refuse', () => {
    for (const { body = '' } of requests) {
      expect(body).not.toMatch(/"(?:temperature|top_p|topP|top_k|topK)"/);
    }
  });

  test('has nothing of the credential in the request that shows whether one is needed', () => {
    const text = JSON.stringify(control ?? {});
    for (const name of named) expect(text).not.toContain(valueOf(name));
    expect(text).not.toMatch(/authorization|api-key|x-team/i);
  });

  test.each([200, 401, 403, 404, 429, 500])(
    'has a meaning for an empty answer with %i',
    (status) => {
      for (const { read, title } of asks) {
        const { cause } = read({ status, headers: {}, body: '' });
        const { verdict } = causeEntry(cause);
        const expected = status === 429 ? ['warn', 'unknown'] : ['fail', 'unknown'];
        expect(expected, `${title}: ${cause}`).toContain(verdict);
      }
    },
  );
});

describe('where requests go', () => {
  const urlOf = async (id: string, changes: object) => {
    const variant = findProviderType(id)?.variants[0];
    const connect = await variant?.connection?.();
    if (!variant || !connect) throw new Error(`${id} cannot be tested`);
    const { input, secret } = probeInput();
    const test = connect({ ...sampleConfig(variant, 'required'), ...changes }, secret);
    return test.generate(input).first.request.url;
  };

  test.each([
    ['vertex-gemini', { location: 'global' }, 'https://aiplatform.googleapis.com/v1/projects/'],
    ['vertex-anthropic', {}, 'https://us-east5-aiplatform.googleapis.com/v1/projects/'],
    ['openai-compatible', {}, 'https://llm.example.com/v1/chat/completions'],
    ['anthropic-compatible', { baseUrl: 'https://x.example/a//' }, 'https://x.example/a/messages'],
    ['azure-openai', {}, 'https://my-resource.openai.azure.com/openai/v1/chat/completions'],
    [
      'azure-anthropic',
      { endpoint: 'https://r.services.ai.azure.com/anthropic/' },
      'https://r.services.ai.azure.com/anthropic/v1/messages',
    ],
    [
      'bedrock',
      { region: 'ca-central-1' },
      'https://bedrock-runtime.ca-central-1.amazonaws.com/model/us.',
    ],
    [
      'bedrock',
      { region: 'ap-south-1' },
      'https://bedrock-runtime.ap-south-1.amazonaws.com/model/in.',
    ],
  ])('%s with %j', async (id, changes, url) => {
    expect(await urlOf(id, changes)).toContain(url);
  });
});
