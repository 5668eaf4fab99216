import { describe, expect, test } from 'vitest';
import type { Field, ProviderType } from '../../../../../src/planes/port/provider-types/define.ts';
import { providerTypes } from '../../../../../src/planes/port/provider-types/index.ts';
import { apiKeyField } from '../../../../../src/planes/port/provider-types/secret-fields.ts';
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

/** Values as their vendors give them out. */
const values = {
  'an OpenAI project key': 'sk-proj-abcdefghijklmnop',
  'an older OpenAI key': 'sk-abcdefghijklmnop',
  'an Anthropic key': 'sk-ant-api03-abcdef',
  'an OpenRouter key': 'sk-or-v1-abcdef',
  'a Google API key': googleKey,
  'a Google access token': 'ya29.a0AfH6SMBabcdef',
  'an Azure key': '0123456789abcdef0123456789abcdef',
  'an AWS access key id': awsId,
  'the id of temporary AWS keys': 'ASIAIOSFODNN7EXAMPLE',
  'an AWS secret key': awsSecret,
  'a private key': pem,
  'the address of a service account': account,
  'an agreed word': 'anything-that-was-agreed',
} as const;
type Value = keyof typeof values;

const everywhere: readonly Value[] = ['an older OpenAI key', 'an Azure key', 'an agreed word'];
const atEndpoints: readonly Value[] = [
  ...everywhere,
  'an OpenAI project key',
  'an Anthropic key',
  'an OpenRouter key',
  'a Google API key',
  'a Google access token',
];

/** The values that belong into each field, and may not be refused there. */
const right: Readonly<Record<string, readonly Value[]>> = {
  'openai apiKeySecretName': ['an OpenAI project key', 'an older OpenAI key'],
  'anthropic apiKeySecretName': ['an Anthropic key'],
  'azure-openai apiKeySecretName': ['an Azure key'],
  'azure-anthropic apiKeySecretName': ['an Azure key'],
  'bedrock externalIdSecretName': ['an agreed word'],
  'bedrock accessKeyIdSecretName': ['an AWS access key id'],
  'bedrock secretAccessKeySecretName': ['an AWS secret key'],
  'vertex-gemini clientEmailSecretName': ['the address of a service account'],
  'vertex-gemini privateKeySecretName': ['a private key'],
  'vertex-gemini apiKeySecretName': ['a Google API key'],
  'vertex-anthropic clientEmailSecretName': ['the address of a service account'],
  'vertex-anthropic privateKeySecretName': ['a private key'],
  'openai-compatible apiKeySecretName': atEndpoints,
  'anthropic-compatible apiKeySecretName': atEndpoints,
  'anthropic-compatible authTokenSecretName': atEndpoints,
};

/** Values that tell of themselves what they are: wherever they do not belong they are refused. */
const telling: readonly Value[] = [
  'an OpenAI project key',
  'an Anthropic key',
  'an OpenRouter key',
  'a Google API key',
  'a Google access token',
  'a private key',
];

const secretFields = providerTypes.flatMap((type) =>
  type.variants.flatMap(({ fields }) =>
    Object.entries<Field>(fields).flatMap(([key, { holds }]) =>
      holds === undefined ? [] : [{ name: `${type.id} ${key}`, holds }],
    ),
  ),
);

test('the table names every field of every type that names a secret', () => {
  expect([...new Set(secretFields.map(({ name }) => name))].sort()).toEqual(
    Object.keys(right).sort(),
  );
});

describe.each(secretFields)('in the field $name', ({ name, holds }) => {
  const fits = right[name] ?? [];

  test.each(fits)('%s is let through', (value) => {
    expect(misplacedValue(values[value], holds)).toBeUndefined();
  });

  test.each(telling.filter((value) => !fits.includes(value)))(
    '%s is refused, and nothing of it is repeated',
    (value) => {
      const problem = misplacedValue(values[value], holds);
      expect(problem).toBeDefined();
      expect(problem).not.toContain(values[value].slice(0, 9));
    },
  );
});

describe('what is wrong is said', () => {
  test.each([
    ['openai-api-key', 'sk-ant-api03-abcdef', /an Anthropic key/],
    ['openai-api-key', awsId, /AWS access key id/],
    ['anthropic-api-key', 'sk-proj-abcdefgh', /an OpenAI key/],
    ['anthropic-api-key', googleKey, /Google/],
    ['api-key', 'sk-or-v1-abcdef', /OpenRouter/],
    ['endpoint-api-key', pem, /a private key/],
    ['external-id', awsId, /AWS access key id/],
    ['aws-access-key-id', awsSecret, /secret key, not its id/],
    ['aws-access-key-id', 'ASIAIOSFODNN7EXAMPLE', /temporary/],
    ['aws-secret-access-key', awsId, /key id, not its secret/],
    ['aws-secret-access-key', 'too-short', /40 characters/],
    ['pem-private-key', googleKey, /no private key/],
    ['pem-private-key', '{"private_key":"x"}', /private_key alone/],
    ['service-account-email', 'admin@example.com', /service account/],
  ] as const)('%s: %s', (holds, value, words) => {
    const problem = misplacedValue(value, holds);
    expect(problem).toMatch(words);
    expect(problem).not.toContain(value.slice(0, 9));
  });
});

test('nothing is refused for a field of a type that is newer than this version', () => {
  expect(misplacedValue(pem, undefined)).toBeUndefined();
});

describe('a type that is made anew on a vendor that is known', () => {
  const { variants } = {
    id: 'bedrock-mantle',
    title: 'Another way to Bedrock',
    models: [],
    variants: [
      {
        id: 'keys',
        title: 'Keys',
        fields: {
          keyName: apiKeyField('aws-access-key-id', 'the key id'),
          pemName: apiKeyField('pem-private-key', 'the private key'),
        },
      },
    ],
  } as const satisfies ProviderType;
  const { keyName, pemName } = variants[0].fields;

  test('takes the right keys', () => {
    expect(misplacedValue(awsId, keyName.holds)).toBeUndefined();
    expect(misplacedValue(pem, pemName.holds)).toBeUndefined();
  });

  test('refuses the wrong ones', () => {
    expect(misplacedValue(pem, keyName.holds)).toBeDefined();
    expect(misplacedValue(awsId, pemName.holds)).toBeDefined();
  });
});

test('temporary AWS credentials are doubtful wherever they are stored', () => {
  expect(doubtAboutValue('ASIAIOSFODNN7EXAMPLE')).toContain('temporary');
  expect(doubtAboutValue(awsId)).toBeUndefined();
});

describe('a value for all who use it', () => {
  const value = 'sk-proj-abcdefghijklmnop';

  test.each([
    ['fits where nobody uses it', []],
    ['fits where it fits one of them', ['anthropic-api-key', 'openai-api-key']],
    ['fits where anything may be behind the address', ['anthropic-api-key', 'endpoint-api-key']],
    ['fits where it is not known what one of them takes', ['anthropic-api-key', undefined]],
  ] as const)('%s', (_, uses) => {
    expect(misplacedEverywhere(value, uses)).toBeUndefined();
  });

  test.each([[['anthropic-api-key']], [['anthropic-api-key', 'api-key']]] as const)(
    'fits none of %j',
    (uses) => {
      expect(misplacedEverywhere(value, uses)).toBe('looks like an OpenAI key');
    },
  );
});
