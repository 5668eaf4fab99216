import { describe, expect, test } from 'vitest';
import {
  couldBeSecret,
  isCredentialKey,
  isPlainName,
  looksLikeSecretValue,
  maskShapes,
} from '../../../src/core/secret-shapes.ts';

describe('shapes of keys', () => {
  test.each([
    ['OpenAI', 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789'],
    ['OpenAI, as its API masks it', 'sk-abcd****************wxyz'],
    ['Anthropic', 'sk-ant-api03-abcdefghijklmnopqrstuvwxyz-0123456789_AA'],
    ['AWS', 'AKIAIOSFODNN7EXAMPLE'],
    ['AWS, temporary', 'ASIAIOSFODNN7EXAMPLE'],
    ['Google API', 'AIzaSyA-abcdefghijklmnopqrstuvwxyz01234'],
    ['Google access token', 'ya29.a0AfH6SMBx-abcdef_123456'],
    ['GitHub', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789'],
    ['JWT', 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJl'],
    ['Groq', 'gsk_abcdefghijklmnopqrstuvwxyz0123456789'],
    ['xAI', 'xai-abcdefghijklmnopqrstuvwxyz0123456789'],
    ['Hugging Face', 'hf_abcdefghijklmnopqrstuvwxyz0123'],
    ['Perplexity', 'pplx-abcdefghijklmnopqrstuvwxyz0123'],
    ['NVIDIA', 'nvapi-abcdefghijklmnopqrstuvwxyz-0123_'],
    ['PEM', '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----'],
    ['PEM that was cut off', '-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBg'],
  ])('%s: masked inside a sentence', (_, key) => {
    const masked = maskShapes(`Incorrect key: ${key}`);
    expect(masked).toBe('Incorrect key: [secret]');
  });

  test.each([
    ['a bearer token', 'Authorization: Bearer abcdefgh12345678', 'abcdefgh12345678'],
    ['user and password of a URL', 'http://me:pa55@proxy:8080 refused', 'me:pa55'],
    ['a user alone in a URL', 'https://some-key@llm.example.com/v1', 'some-key'],
    ['a key in a query', 'https://h.example/v1?api_key=hunter2&x=1', 'hunter2'],
    ['a signature in a query', 'https://h.example/v1?a=1&sig=ab%2Fcd', 'ab%2Fcd'],
  ])('%s: masked, and what stands around it stays', (_, text, key) => {
    expect(maskShapes(text)).toBe(text.replace(key, '[secret]'));
  });

  test.each(['risk-assessment-of-2026', 'the task-scheduler-service', 'https://api.port.io/v1/x'])(
    'not in %s',
    (text) => {
      expect(maskShapes(text)).toBe(text);
    },
  );
});

describe('a name', () => {
  test.each([
    'openai-api-key',
    'sk-prod',
    'sk-openai-prod',
    'BEDROCK_ROLE_EXTERNAL_ID',
    'AKIA-name',
    'AKIAIOSFODNN7',
    'ghp_short',
    'eyJ',
    'ya29',
    '',
  ])('%j may be the name of a secret', (name) => {
    expect(looksLikeSecretValue(name)).toBe(false);
  });

  test.each([
    'sk-abcdefghijklmnopqrst',
    'sk-ant-api03-abcdefghijklmnop',
    'AKIAIOSFODNN7EXAMPLE',
    'ASIAIOSFODNN7EXAMPLE',
    'AIzaSyA-abcdefghijklmnopqrstuvwxyz01234',
    'ya29.a0AfH6SMBx',
    'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
    'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJl',
    '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----',
  ])('%j is a value, not a name', (text) => {
    expect(looksLikeSecretValue(text)).toBe(true);
  });
});

/** Forms as the vendors' documents show them, filled with letters of no key. */
const keys = [
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  '0b1e7a52-9f3c-4d6e-8a10-5c2f7e9b4d31',
  'a8F3kQ9zL1xW7mB2cV5n',
  '3f9a1c7e5b2d8f4a6c0e9b7d1f3a5c8e',
  'gsk_7aB9cD1eF3gH5iJ7kL9m',
  'xai-7aB9cD1eF3gH5iJ7kL9m',
  'hf_aBcDeFgHiJkLmNoPqRsTuVwXyZ',
  'pplx-7aB9cD1eF3gH5iJ7kL9m',
  'nvapi-7aB9cD1eF3gH5iJ7kL9m',
  'r8_7aB9cD1eF3gH5iJ7kL9mN1oP3',
  'fw_7aB9cD1eF3gH5iJ7kL9m',
  'csk-7aB9cD1eF3gH5iJ7kL9m',
  'tgp_7aB9cD1eF3gH5iJ7kL9m',
  'glpat-7aB9cD1eF3gH5iJ7kL9m',
];

const names = [
  'openai-api-key',
  'OPENAI_API_KEY',
  'azureOpenAiKeyWestEurope2',
  'bedrock_external_id_production_2026',
  'port-bedrock-role-external-id',
  'claude-3-5-sonnet-20241022',
  'us.anthropic.claude-sonnet-4-20250514-v1:0',
  'gpt-4o-2024-08-06',
  'Meta-Llama-3.1-70B-Instruct-AWQ-INT4',
  'my-gcp-project-123456',
  'vertex-gemini-client-email',
  'team-platform-2026-10',
  'prod2',
];

describe('a text where a name belongs', () => {
  test.each(keys)('%s could be a secret', (text) => {
    expect(couldBeSecret(text)).toBe(true);
    expect(isPlainName(text)).toBe(false);
  });

  test.each(names)('%s is a name', (text) => {
    expect(couldBeSecret(text)).toBe(false);
  });

  test.each(['nowhere', 'openai-key', 'OPENAI_API_KEY', 'prod2', 'Team-Key-2026'])(
    '%s may be repeated although it does not exist',
    (text) => {
      expect(isPlainName(text)).toBe(true);
    },
  );

  test.each(['canary-123-sk-XyZ', 'sk-1234', 'p4ssw0rd', 'Tr0ub4dor', 'aB3-dE5', 'x'.repeat(65)])(
    '%s is told by its length, where it does not exist',
    (text) => {
      expect(isPlainName(text)).toBe(false);
    },
  );

  test('is a value when a whole service account file was put there', () => {
    expect(looksLikeSecretValue('{"type": "service_account", "private_key": "x"}')).toBe(true);
  });
});

describe('the key of a query', () => {
  test.each([
    'key',
    'api_key',
    'apikey',
    'api-key',
    'access_token',
    'token',
    'sig',
    'X-Amz-Signature',
    'client_secret',
    'code',
    'subscription-key',
  ])('%s holds what opens something', (key) => {
    expect(isCredentialKey(key)).toBe(true);
  });

  test.each(['api-version', 'region', 'deployment', 'tenant', 'model', 'keyword'])(
    '%s does not',
    (key) => {
      expect(isCredentialKey(key)).toBe(false);
    },
  );
});
