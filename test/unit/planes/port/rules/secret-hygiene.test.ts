import { describe, expect, test } from 'vitest';
import {
  doubtAboutValue,
  hasOuterBlanks,
  misplacedEverywhere,
  misplacedValue,
  problemInValue,
} from '../../../../../src/planes/port/rules/secret-hygiene.ts';

const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----\n';

describe('a value that can be a credential', () => {
  test.each([
    ['a key', 'sk-proj-abcdefghijklmnop'],
    ['an AWS secret key', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY='],
    ['base64 in capitals', 'QUJDREVGR0hJSktMTU5PUA=='],
    ['a PEM', pem],
    ['a PEM on one line', pem.replaceAll('\n', '\\n')],
    ['a PEM with Windows line ends', pem.replaceAll('\n', '\r\n')],
    ['a PEM as JSON quotes it', JSON.stringify(pem)],
    ['a JSON key file', '{\n  "type": "service_account"\n}'],
    ['a line end that is to be kept', 'sk-proj-abcdefghijklmnop\n'],
    ['words with a blank', 'correct horse battery staple'],
    ['a dollar inside', 'pa$$word$1'],
    ['letters of any language', 'pässwörd'],
  ])('%s', (_, value) => {
    expect(problemInValue(value)).toBeUndefined();
  });
});

describe('a value that a vault takes and a provider refuses', () => {
  test.each([
    ['a byte order mark', '\ufeffsk-abcdef', /byte order mark/],
    ['a zero-width space', 'sk-abc\u200bdef', /U\+200B at position 7/],
    ['a no-break space', 'sk-abcdef\u00a0', /U\+00A0 at position 10/],
    ['a control character', 'sk-abc\u0007def', /U\+0007/],
    ['an invisible character inside a PEM', `${pem}\u200b`, /U\+200B/],
    ['a curly quote', '\u201csk-abcdef\u201d', /U\+201C at position 1/],
    ['an ellipsis', 'sk-abc\u2026wxyz', /U\+2026 at position 7/],
    ['a line break', 'sk-abc\ndef', /line break/],
    ['quotes around it', '"sk-abcdef"', /quotes/],
    ['single quotes around it', "'sk-abcdef'", /quotes/],
    ['an assignment', 'OPENAI_API_KEY=sk-abcdef', /assignment/],
    ['an export', 'export OPENAI_API_KEY=sk-abcdef', /assignment/],
    ['a variable', '${OPENAI_API_KEY}', /variable/],
    ['a bare variable', '$OPENAI_API_KEY', /variable/],
    ['a placeholder', '<your-api-key>', /placeholder/],
    ['the word before a token', 'Bearer sk-abcdef', /Bearer/],
  ])('%s is named, and nothing of the value is repeated', (_, value, words) => {
    const problem = problemInValue(value);
    expect(problem).toMatch(words);
    expect(problem).not.toMatch(/sk-|abc|your-api|OPENAI/);
  });
});

test('the first line of a PEM is not taken for the whole, which is what a pasted one comes to', () => {
  expect(problemInValue('-----BEGIN PRIVATE KEY-----')).toContain('--value-file');
});

test.each([' sk-abcdef', 'sk-abcdef ', 'sk-abcdef\t', '\nsk-abcdef', 'sk-abcdef\n\n'])(
  'blanks around a value are seen: %j',
  (value) => {
    expect(hasOuterBlanks(value)).toBe(true);
    expect(hasOuterBlanks(value.trim())).toBe(false);
  },
);

test('line ends around a PEM or a JSON file belong to it', () => {
  expect(hasOuterBlanks(pem)).toBe(false);
  expect(hasOuterBlanks('{"type":"service_account"}\n')).toBe(false);
});

const awsId = 'AKIAIOSFODNN7EXAMPLE';
const awsSecret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const googleKey = 'AIzaSyA-0123456789abcdefghijklmnopqrs';
const account = 'portai@project.iam.gserviceaccount.com';

describe('a key where it belongs is let through', () => {
  test.each([
    ['openai', 'apiKeySecretName', 'sk-proj-abcdefghijklmnop'],
    ['openai', 'apiKeySecretName', 'sk-abcdefghijklmnop'],
    ['anthropic', 'apiKeySecretName', 'sk-ant-api03-abcdef'],
    ['azure-openai', 'apiKeySecretName', '0123456789abcdef0123456789abcdef'],
    ['bedrock', 'accessKeyIdSecretName', awsId],
    ['bedrock', 'secretAccessKeySecretName', awsSecret],
    ['bedrock', 'externalIdSecretName', 'anything-that-was-agreed'],
    ['vertex-gemini', 'apiKeySecretName', googleKey],
    ['vertex-gemini', 'clientEmailSecretName', account],
    ['vertex-anthropic', 'privateKeySecretName', pem],
    ['openai-compatible', 'apiKeySecretName', 'sk-ant-api03-abcdef'],
    ['anthropic-compatible', 'authTokenSecretName', googleKey],
  ])('%s, %s', (type, field, value) => {
    expect(misplacedValue(value, { type, field })).toBeUndefined();
  });
});

describe('a key of somebody else is named by its family, and nothing of it is repeated', () => {
  test.each([
    ['openai', 'apiKeySecretName', 'sk-ant-api03-abcdef', /Anthropic/],
    ['openai', 'apiKeySecretName', awsId, /AWS access key id/],
    ['anthropic', 'apiKeySecretName', 'sk-proj-abcdefgh', /OpenAI/],
    ['anthropic', 'apiKeySecretName', googleKey, /Google/],
    ['azure-openai', 'apiKeySecretName', 'sk-or-v1-abcdef', /OpenRouter/],
    ['bedrock', 'accessKeyIdSecretName', awsSecret, /secret key, not its id/],
    ['bedrock', 'accessKeyIdSecretName', 'ASIAIOSFODNN7EXAMPLE', /temporary/],
    ['bedrock', 'secretAccessKeySecretName', awsId, /key id, not its secret/],
    ['bedrock', 'secretAccessKeySecretName', 'too-short', /40 characters/],
    ['vertex-gemini', 'privateKeySecretName', googleKey, /no private key/],
    ['vertex-gemini', 'privateKeySecretName', '{"private_key":"x"}', /private_key alone/],
    ['vertex-anthropic', 'clientEmailSecretName', 'admin@example.com', /service account/],
  ])('%s, %s: %s', (type, field, value, words) => {
    const problem = misplacedValue(value, { type, field });
    expect(problem).toMatch(words);
    expect(problem).not.toContain(value.slice(0, 9));
  });
});

test('temporary AWS credentials are doubtful wherever they are stored', () => {
  expect(doubtAboutValue('ASIAIOSFODNN7EXAMPLE')).toContain('temporary');
  expect(doubtAboutValue(awsId)).toBeUndefined();
});

describe('a value for all who use it', () => {
  const value = 'sk-proj-abcdefghijklmnop';
  const use = (type: string) => ({ type, field: 'apiKeySecretName' });

  test.each([
    ['fits where nobody uses it', []],
    ['fits where it fits one of them', ['anthropic', 'openai']],
    ['fits where anything may be behind the address', ['anthropic', 'openai-compatible']],
  ])('%s', (_, types) => {
    expect(misplacedEverywhere(value, types.map(use))).toBeUndefined();
  });

  test.each([[['anthropic']], [['anthropic', 'azure-openai']]])('fits none of %j', (types) => {
    expect(misplacedEverywhere(value, types.map(use))).toBe('looks like an OpenAI key');
  });
});
