import { describe, expect, test } from 'vitest';
import { everyCommand, type Leaf } from '../support/commands.ts';
import { freshFolder, portai, type RunOptions } from '../support/run.ts';
import { script, signedIn } from '../support/script.ts';

/** A value typed in the open, where a name or plain text belongs: it is not repeated. */

/** Keys of no vendor and of several, each of which the rule of SECURITY.md recognizes. */
const typed = [
  'wJalrXUtnFEMIxK7MDENGxbPxRfiCYEXAMPLEKEY',
  '0b1e7a52-9f3c-4d6e-8a10-5c2f7e9b4d31',
  'gsk_7aB9cD1eF3gH5iJ7kL9mN1oP',
  'a8F3kQ9zL1xW7mB2cV5nT4pR',
  'sk-proj-7aB9cD1eF3gH5iJ7kL9mN1oP',
] as const;

const sandbox = { PORTAI_SANDBOX: '1', VALUE: 'a-value-for-a-new-secret' };
const stopped = AbortSignal.abort('interrupted');

/** What some commands need to get as far as the position that is tried. */
const extras: Readonly<Record<string, readonly string[]>> = {
  'secrets add': ['--value-env', 'VALUE'],
  'secrets set': ['--value-env', 'VALUE'],
  'profiles set': ['--retries', '2'],
  'defaults set': ['--provider', 'openai', '--model', 'gpt-5'],
  'bedrock setup': ['--region', 'eu-west-1', '--create', '--dry-run'],
  'bedrock policy': ['--region', 'eu-west-1'],
};

/** A client id is shown on purpose; a folder would be made. */
const exempt = new Set(['--client-id', '--out']);

/** Every place of a command where a word can be typed. */
function positionsOf({ words, command }: Leaf): [string, (value: string) => string[]][] {
  const path = words.join(' ');
  const extra = extras[path] ?? [];
  const args = command.registeredArguments.map(() => 'openai');
  const isType = words[0] === 'providers' && words[1] === 'put' && words.length === 3;
  const positionals = isType ? [] : args;
  const flags = command.options.filter(
    ({ long, required, optional }) => (required || optional) && long && !exempt.has(long),
  );
  return [
    ...positionals.map((_, at): [string, (value: string) => string[]] => [
      `${path} <${command.registeredArguments[at]?.name() ?? ''}>`,
      (value) => [...words, ...positionals.map((arg, i) => (i === at ? value : arg)), ...extra],
    ]),
    ...flags.map(({ long }): [string, (value: string) => string[]] => [
      `${path} ${long ?? ''}`,
      (value) => [...words, ...positionals, ...extra, long ?? '', value],
    ]),
    [`${path} with one word too many`, (value) => [...words, ...positionals, ...extra, value]],
    [`${path} with an unknown flag`, (value) => [...words, ...positionals, `--value=${value}`]],
  ];
}

const leaves = await everyCommand();

async function outputOf(words: readonly string[], options: RunOptions = {}): Promise<string> {
  const ran = await portai(words, { env: sandbox, signal: stopped, ...options });
  return ran.stdout + ran.stderr;
}

describe('a value in the place of a name', () => {
  test.each(leaves.map((leaf) => [leaf.words.join(' '), leaf] as const))(
    'is not repeated by %s, wherever it is typed',
    async (_, leaf) => {
      const dir = freshFolder();
      const repeating: string[] = [];
      for (const [at, [place, words]] of positionsOf(leaf).entries()) {
        const value = typed[at % typed.length] ?? typed[0];
        const extra = at % 2 === 0 ? ['--debug'] : ['--json', '--debug'];
        const text = await outputOf([...words(value), ...extra, '--yes'], { dir });
        if (text.includes(value) || text.includes(value.slice(4, 22))) repeating.push(place);
      }
      expect(repeating).toEqual([]);
    },
  );

  test.each(typed)('%s is stored as no name, and sent to no address', async (value) => {
    const { send, asked, seen } = script({
      'GET /v1/organization/secrets': { json: { ok: true, secrets: [] } },
      'GET /v1/llm-providers': { json: { result: [] } },
    });
    const env = { ...signedIn, VALUE: 'a-value-for-a-new-secret' };
    for (const words of [
      ['secrets', 'add', value, '--value-env', 'VALUE'],
      ['secrets', 'set', value, '--value-env', 'VALUE'],
      ['secrets', 'get', value],
      ['secrets', 'delete', value, '--yes'],
      ['secrets', 'usages', value],
      ['secrets', 'add', 'name', '--value-env', 'VALUE', '--description', `for ${value}`],
      ['providers', 'put', 'openai', '--api-key-secret', value],
      ['providers', 'put', 'openai', '--api-key-secret', value, '--force'],
      ['profiles', 'set', value, '--region', 'us'],
    ]) {
      const ran = await portai(words, { env, send });
      expect([2, 4, 5]).toContain(ran.code);
      expect(ran.stdout).toBe('');
    }
    expect(new Set(asked())).toEqual(
      new Set(['GET /v1/organization/secrets', 'GET /v1/llm-providers']),
    );
    expect(JSON.stringify(seen)).not.toContain(value);
  });

  test('a name that looks like a value works, and is shown, where it exists', async () => {
    const dir = freshFolder();
    const name = '0b1e7a52-9f3c-4d6e-8a10-5c2f7e9b4d31';
    const run = (words: string) => portai(words, { dir, env: sandbox });
    const added = await run(`secrets add ${name} --value-env VALUE --skip-client-checks`);
    expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining(name) });
    for (const words of [`secrets get ${name}`, `secrets set ${name} --value-env VALUE`]) {
      expect(await run(words)).toMatchObject({ code: 0, stdout: expect.stringContaining(name) });
    }
    const put = await run(`providers put openai --api-key-secret ${name}`);
    expect(put).toMatchObject({ code: 0 });
    const usages = await run(`secrets usages ${name} --json`);
    expect(usages).toMatchObject({ code: 0, stdout: expect.stringContaining('openai') });
  });
});

describe('a text that only might be a value', () => {
  const value = 'canary-123-sk-XyZ';

  test.each([
    `providers put openai --api-key-secret ${value}`,
    `providers put anthropic --api-key-secret ${value} --validate`,
    `secrets get ${value}`,
    `secrets delete ${value} --yes`,
    `secrets usages ${value}`,
    `profiles show ${value}`,
    `profiles use ${value}`,
    `--profile ${value} providers list`,
    `providers get sk-canary-123-xyz`,
    `providers put sk-canary-123-xyz`,
    `validate sk-canary-123-xyz --direct`,
    `sandbox --fault ${value}`,
    `explain ${value}`,
    value,
    `secrets ${value}`,
    `secrets list --${value}`,
  ])('is told by its length where it is no name: %s', async (words) => {
    for (const extra of ['', ' --json', ' --debug']) {
      const text = await outputOf(`${words}${extra}`.split(' '));
      expect(text).not.toMatch(/canary/);
      expect(text).not.toBe('');
    }
  });

  test('the flag that holds it is named, and a slip is still told', async () => {
    const dir = freshFolder();
    const text = await outputOf(`providers put openai --api-key-secret ${value}`.split(' '), {
      dir,
    });
    expect(text).toContain('--api-key-secret (17 characters, not shown)');
    await portai('secrets add Team1b-key --value-env VALUE', { dir, env: sandbox });
    const near = await outputOf('providers put openai --api-key-secret Team1b-kex'.split(' '), {
      dir,
    });
    expect(near).toContain('Team1b-kex. Did you mean Team1b-key?');
  });
});

describe('a value that is tried on the command line', () => {
  test.each([
    'secrets set foo hunter2-hunter2',
    'secrets set foo --value hunter2-hunter2',
    'secrets set foo --value=hunter2-hunter2',
    'providers put openai --api-key hunter2-hunter2',
    'auth login --client-secret hunter2-hunter2',
  ])('%s: says by which ways one comes in, and where it stands now', async (words) => {
    const ran = await portai(words, { env: sandbox });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).not.toContain('hunter2');
    expect(ran.stderr.replace(/\s+/g, ' ')).toContain(
      'a hidden question, --value-stdin, --value-file <file> or --value-env <name>',
    );
    expect(ran.stderr).toContain('shell history');
  });
});

describe('a key inside of a URL', () => {
  const address = 'llm.example.com/v1';
  const urls = [
    `https://hunter2user:hunter2pass@${address}`,
    `https://hunter2user@${address}`,
    `https://:hunter2pass@${address}`,
    `https://${address}?api_key=hunter2pass`,
    `https://${address}?x=1&sig=hunter2pass`,
  ];
  const commands: [string, (url: string) => string[]][] = [
    ['--base-url', (url) => [...compatible, '--base-url', url]],
    [
      '--base-url, unchecked',
      (url) => [...compatible, '--base-url', url, '--skip-client-checks', '-n'],
    ],
    ['--api-url', (url) => ['providers', 'list', '--api-url', url]],
    ['a profile', (url) => ['profiles', 'set', 'other', '--api-url', url]],
    ['validate', (url) => ['validate', 'openai-compatible', '--direct', '--base-url', url]],
  ];
  const compatible = ['providers', 'put', 'openai-compatible', '--model', 'some-model'];

  test.each(commands)('in %s is refused before it is printed', async (_, command) => {
    for (const url of urls) {
      for (const extra of [[], ['--json'], ['--debug'], ['--json', '--debug']]) {
        const ran = await portai([...command(url), ...extra], { env: sandbox });
        expect({ url, text: ran.stdout + ran.stderr }).toEqual({
          url,
          text: expect.not.stringContaining('hunter2'),
        });
      }
    }
  });

  test.each(urls)('in the address of a variable is refused: %s', async (url) => {
    const ran = await portai('providers list --debug', {
      env: { ...signedIn, PORT_BASE_URL: url },
    });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('PORT_BASE_URL');
    expect(ran.stderr).not.toContain('hunter2');
  });

  test.each(urls)('that is stored already is masked where it is shown: %s', async (baseUrl) => {
    const provider = {
      provider: 'openai-compatible',
      enabled: true,
      config: { baseUrl },
      effectiveModels: {},
    };
    const { send } = script({
      'GET /v1/llm-providers': { json: { result: [provider] } },
      'GET /v1/llm-providers/openai-compatible': { json: { result: provider } },
    });
    for (const extra of ['', ' --json']) {
      const ran = await portai(`providers get openai-compatible${extra}`, { env: signedIn, send });
      expect(ran).toMatchObject({ code: 0 });
      expect(ran.stdout).toContain('llm.example.com');
      expect(ran.stdout).not.toContain('hunter2');
    }
  });
});

describe('plain fields', () => {
  const key = 'sk-proj-7aB9cD1eF3gH5iJ7kL9mN1oP';
  test.each([
    ['azure-openai', '--resource-name', ['--deployment-id', 'd', '--api-key-secret', 'k']],
    ['vertex-gemini', '--project', ['--location', 'us-east5', '--model', 'gemini-2.5-pro']],
    ['openai-compatible', '--model', ['--base-url', 'https://llm.example.com/v1']],
    ['openai-compatible', '--base-url', ['--model', 'some-model']],
  ])('%s refuses a value after %s', async (type, flag, others) => {
    const value = flag === '--base-url' ? `https://llm.example.com/${key}` : key;
    const words = ['providers', 'put', type, flag, value, ...others, '--force', '-n'];
    const vertex = type.startsWith('vertex')
      ? ['--client-email-secret', 'e', '--private-key-secret', 'p']
      : [];
    const ran = await portai([...words, ...vertex], { env: sandbox });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr.replace(/\s+/g, ' ')).toContain(`${flag}: this could be a secret value`);
    expect(ran.stderr).not.toContain('7aB9');
  });

  test.each([
    ['a PEM', '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----\n'],
    ['a service account file', '{"type": "service_account", "private_key": "MIIEvQIBADANBg"}'],
  ])('refuse %s as a project', async (_, value) => {
    const words = [
      'providers',
      'put',
      'vertex-gemini',
      '--project',
      value,
      '--location',
      'us-east5',
    ];
    const more = [
      '--model',
      'gemini-2.5-pro',
      '--client-email-secret',
      'e',
      '--private-key-secret',
      'p',
    ];
    const ran = await portai([...words, ...more, '-n'], { env: sandbox });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).not.toContain('MIIEvQ');
  });

  test('that are stored already are no reason to refuse a change of another', async () => {
    const config = {
      resourceName: 'a8F3kQ9zL1xW7mB2cV5nT4pR',
      deploymentId: 'd',
      apiKeySecretName: 'k',
    };
    const provider = { provider: 'azure-openai', enabled: true, config, effectiveModels: {} };
    const { send, seen } = script({
      'GET /v1/llm-providers': { json: { result: [provider] } },
      'GET /v1/llm-providers/defaults': {
        json: { result: { provider: 'openai', model: 'gpt-5' } },
      },
      'PUT /v1/llm-providers/azure-openai': { json: { result: { ...provider, enabled: false } } },
    });
    const ran = await portai('providers put azure-openai --disable', { env: signedIn, send });
    expect(ran).toMatchObject({ code: 0 });
    expect(seen.at(-1)?.method).toBe('PUT');
  });
});

describe('a key of another vendor', () => {
  const uses = (provider: string) => ({
    provider,
    enabled: true,
    config: { apiKeySecretName: 'a' },
  });
  const there = { json: { ok: true, secret: { secretName: 'a' } } };
  const env = { ...signedIn, VALUE: 'sk-proj-abcdefghijklmnop0123456789' };
  const asked = (providers: readonly object[], exists: boolean) =>
    script({
      'GET /v1/llm-providers': { json: { ok: true, result: providers } },
      'GET /v1/organization/secrets/a': exists ? there : { status: 404 },
      'PATCH /v1/organization/secrets/a': there,
      'POST /v1/organization/secrets': there,
    });

  test.each([
    ['secrets set a --value-env VALUE', true],
    ['secrets set a --value-env VALUE', false],
    ['secrets set a --value-env VALUE --dry-run', true],
    ['secrets add a --value-env VALUE', false],
  ])(
    '`%s` is refused where nobody who uses it could sign in (exists: %s)',
    async (words, exists) => {
      const { send, seen } = asked([uses('anthropic'), uses('azure-openai')], exists);
      const ran = await portai(`${words} --json`, { env, send });
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      const said = ran.stderr.trim().split('\n').at(-1) ?? '';
      expect(JSON.parse(said)).toMatchObject({
        error: {
          name: 'SECRET_MALFORMED',
          message:
            'The value looks like an OpenAI key, and a is named by anthropic (apiKeySecretName), azure-openai (apiKeySecretName)',
        },
      });
      expect(seen.filter(({ method }) => method !== 'GET')).toEqual([]);
    },
  );

  test.each([
    ['one of the users is of that vendor', [uses('anthropic'), uses('openai')], ''],
    ['nobody uses it', [], ''],
    ['the checks are left out', [uses('anthropic')], ' --skip-client-checks'],
  ])('is stored where %s', async (_, providers, flag) => {
    const { send } = asked(providers, true);
    const ran = await portai(`secrets set a --value-env VALUE${flag}`, { env, send });
    expect(ran).toMatchObject({ code: 0, stdout: 'updated\ta\n' });
  });

  test('is stored where the providers may not be read', async () => {
    const { send } = script({
      'GET /v1/llm-providers': { status: 403 },
      'GET /v1/organization/secrets/a': there,
      'PATCH /v1/organization/secrets/a': there,
    });
    const ran = await portai('secrets set a --value-env VALUE', { env, send });
    expect(ran).toMatchObject({ code: 0 });
  });
});
