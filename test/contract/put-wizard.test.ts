import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { converse, keys, type Conversation } from '../support/conversation.ts';
import { freshFolder, portai } from '../support/run.ts';
import { script, signedIn } from '../support/script.ts';

/** `providers put` on a terminal: conversations with the sandbox, key by key. */

const env = { PORTAI_SANDBOX: '1' };
const key = 'sk-proj-4b1d-good-key';
const claude = {
  first: 'claude-sonnet-4-20250514',
  second: 'claude-haiku-4-5-20251001',
  third: 'claude-sonnet-4-5-20250929',
} as const;
const { enter, down, interrupt } = keys;

const inSandbox = (dir: string, words: string, stdin?: string) =>
  portai(words, { dir, env, ...(stdin === undefined ? {} : { stdin }) });

async function withSecrets(...secrets: readonly (readonly [string, string])[]): Promise<string> {
  const dir = freshFolder();
  for (const [name, value] of secrets) {
    await inSandbox(dir, `secrets add ${name} --value-stdin --skip-client-checks`, value);
  }
  return dir;
}

async function namesIn(dir: string): Promise<string[]> {
  const { stdout } = await inSandbox(dir, 'secrets list');
  return stdout.split('\n').flatMap((line) => line.split('\t').slice(0, 1).filter(Boolean));
}

const isThere = async (dir: string, id: string) =>
  (await inSandbox(dir, `providers get ${id}`)).code === 0;

/** The commands that a conversation ended with, without the program's name. */
const commandsOf = ({ screen }: Conversation) =>
  [...screen().matchAll(/^ {2}portai (.*)$/gm)].map(([, words = '']) => words.trim());

/** Types a new key under the name that is suggested. */
async function giveKey({ shows, type }: Conversation, name: string, value: string) {
  await shows('name of the new secret that holds');
  await shows(`: (${name})`);
  type(enter);
  await shows(`value of ${name}:`);
  type(`${value}${enter}`);
}

describe('a new secret, given in place', () => {
  test('is tested from here, stored, and the provider is saved and made the default', async () => {
    const dir = freshFolder();
    const talk = converse('providers put openai', { dir });
    await giveKey(talk, 'openai-api-key', key);
    await talk.shows(`Received ${key.length} characters.`);
    await talk.shows('Test it from this machine first?');
    talk.type(enter);
    await talk.shows('Preflight');
    await talk.shows('Stored the secret openai-api-key.');
    await talk.shows('Make it the default:');
    talk.type(`${down}${enter}`);
    await talk.shows('Default: openai / gpt-5.');
    expect(await talk.ended).toBe(0);

    expect(talk.stdout()).toContain('openai');
    expect(commandsOf(talk)).toEqual([
      'providers put openai --api-key-secret openai-api-key --preflight --secret openai-api-key --value-file <file>',
      'defaults set --provider openai --model gpt-5',
    ]);
    expect(talk.screen() + talk.stdout()).not.toContain(key);
    expect(await namesIn(dir)).toEqual(['openai-api-key']);
    const { stdout } = await inSandbox(dir, 'defaults get --json');
    expect(JSON.parse(stdout)).toMatchObject({ provider: 'openai', model: 'gpt-5' });
  });

  test('is stored without a test where both are declined, and has a command of its own', async () => {
    const dir = freshFolder();
    const talk = converse('providers put openai', { dir });
    await giveKey(talk, 'openai-api-key', key);
    await talk.shows('Test it from this machine first?');
    talk.type(`n${enter}`);
    await talk.shows('Let Port test the connection before saving?');
    talk.type(`n${enter}`);
    await talk.shows('Make it the default:');
    talk.type(enter);
    expect(await talk.ended).toBe(0);
    expect(talk.screen()).toContain('Saved untested');
    expect(commandsOf(talk)).toEqual([
      'secrets set openai-api-key --value-file <file>',
      'providers put openai --api-key-secret openai-api-key',
    ]);
    expect(await namesIn(dir)).toEqual(['openai-api-key']);
  });

  test.each([
    ['sk-ant-key-of-another-vendor', 'The value looks like an Anthropic key'],
    [`"${key}"`, 'The value stands in quotes'],
  ])('that cannot be right is asked for again: %j', async (slip, words) => {
    const talk = converse('providers put openai');
    await giveKey(talk, 'openai-api-key', slip);
    await talk.shows(words);
    await talk.shows('value of openai-api-key:');
    talk.type(`${key}${enter}`);
    await talk.shows('Test it from this machine first?');
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
    expect(talk.screen()).not.toContain('another-vendor');
  });

  test('is waited for where Enter alone was typed', async () => {
    const talk = converse('providers put openai');
    await giveKey(talk, 'openai-api-key', '');
    await talk.shows('An answer is needed');
    talk.type(`${key}${enter}`);
    await talk.shows('Test it from this machine first?');
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
  });

  test('with a blank around it is used without the blank, when that is chosen', async () => {
    const dir = freshFolder();
    const talk = converse('providers put openai --validate', { dir });
    await giveKey(talk, 'openai-api-key', `${key} `);
    await talk.shows('starts or ends with a blank');
    talk.type(enter);
    await talk.shows(`Received ${key.length} characters.`);
    await talk.shows('Make it the default:');
    talk.type(enter);
    expect(await talk.ended).toBe(0);
  });

  test('is not given a name that is taken', async () => {
    const dir = await withSecrets(['openai-api-key', key]);
    const talk = converse('providers put openai', { dir });
    await talk.shows('secret that holds the OpenAI API key:');
    talk.type(`${down}${enter}`);
    await talk.shows('name of the new secret that holds the OpenAI API key: (openai-api-key-2)');
    talk.type(`openai-api-key${enter}`);
    await talk.shows('openai-api-key exists already; choose another name');
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
  });

  test('is stored nowhere when its preflight fails', async () => {
    const dir = freshFolder();
    const talk = converse('providers put openai', { dir });
    await giveKey(talk, 'openai-api-key', 'sk-proj-revoked-key');
    await talk.shows('Test it from this machine first?');
    talk.type(enter);
    await talk.shows('How to go on');
    expect(await namesIn(dir)).toEqual([]);
    talk.type(`${down}${down}${enter}`);
    await talk.shows('nothing was stored or written');
    expect(await talk.ended).toBe(8);
    expect(await namesIn(dir)).toEqual([]);
    expect(await isThere(dir, 'openai')).toBe(false);
  });

  test('that Port refuses stays, which is said with the command that takes it back', async () => {
    const dir = freshFolder();
    const talk = converse('providers put openai', { dir });
    await giveKey(talk, 'openai-api-key', 'sk-proj-revoked-key');
    await talk.shows('Test it from this machine first?');
    talk.type(`n${enter}`);
    await talk.shows('Let Port test the connection before saving?');
    talk.type(enter);
    await talk.shows('How to go on');
    talk.type(`${down}${down}${enter}`);
    await talk.shows('This stands: secret openai-api-key.');
    await talk.shows('portai secrets delete openai-api-key');
    expect(await talk.ended).toBe(8);
    expect(await namesIn(dir)).toEqual(['openai-api-key']);
    expect(await isThere(dir, 'openai')).toBe(false);
  });

  test('is not asked for in a dry run, which stores nothing', async () => {
    const dir = freshFolder();
    const talk = converse('providers put openai --dry-run', { dir });
    await talk.shows('name of the new secret');
    talk.type(enter);
    await talk.shows('Would first store the secret openai-api-key.');
    expect(await talk.ended).toBe(0);
    expect(talk.screen()).not.toContain('value of');
    expect(talk.screen()).not.toContain('Make it the default');
    expect(await namesIn(dir)).toEqual([]);
  });
});

describe('an existing secret', () => {
  test('that fits is offered first; Port tests, since nobody can read its value', async () => {
    const dir = await withSecrets(['a-token', 'x'], ['openai-prod', key], ['zeta', 'x']);
    const talk = converse('providers put openai', { dir });
    await talk.shows('secret that holds the OpenAI API key:');
    talk.type(enter);
    await talk.shows('Let Port test the connection before saving?');
    talk.type(enter);
    await talk.shows('Make it the default:');
    talk.type(enter);
    expect(await talk.ended).toBe(0);
    expect(talk.screen()).not.toContain('Test it from this machine');
    expect(commandsOf(talk)).toEqual([
      'providers put openai --api-key-secret openai-prod --validate',
    ]);
    expect(await namesIn(dir)).toEqual(['a-token', 'openai-prod', 'zeta']);
  });

  test('is typed by name where secrets may not be listed', async () => {
    const port = script({
      'GET /v1/llm-providers': { json: { result: [] } },
      'GET /v1/organization/secrets': { status: 403, json: { ok: false, error: 'forbidden' } },
    });
    const talk = converse('providers put openai', {
      env: { ...signedIn, PORTAI_SANDBOX: '' },
      connect: () => port.send,
    });
    await talk.shows('may not list secrets');
    await talk.shows('secret that holds the OpenAI API key:');
    talk.type(`some-name${enter}`);
    await talk.shows('Let Port test the connection before saving?');
    expect(talk.screen()).not.toContain('Store a new secret');
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
    expect(port.asked().filter((each) => !each.startsWith('GET'))).toEqual([]);
  });
});

describe('several secrets', () => {
  const secretKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYGOODKEY012';

  test('of an AWS key pair are both given in place, in the form that each has', async () => {
    const dir = freshFolder();
    const talk = converse('providers put bedrock --region us-east-1', { dir });
    await talk.shows('AWS Bedrock: how Port connects');
    talk.type(`${down}${enter}`);
    await giveKey(talk, 'aws-access-key-id', 'ASIAABCDEFGHIJKLMNOP');
    await talk.shows('temporary AWS credentials');
    await talk.shows('value of aws-access-key-id:');
    talk.type(`AKIAABCDEFGHIJKLMNOP${enter}`);
    await talk.shows('secret that holds the AWS secret access key');
    await talk.shows('❯ Store a new secret … aws-access-key-id');
    talk.type(enter);
    await giveKey(talk, 'aws-secret-access-key', secretKey);
    await talk.shows('guardrail');
    talk.type(enter);
    await talk.shows('models that requests may use');
    talk.type(enter);
    await talk.shows('Test it from this machine first?');
    talk.type(enter);
    await talk.shows('Stored the secret aws-access-key-id.');
    await talk.shows('Stored the secret aws-secret-access-key.');
    await talk.shows('Make it the default:');
    talk.type(enter);
    expect(await talk.ended).toBe(0);
    expect(await namesIn(dir)).toEqual(['aws-access-key-id', 'aws-secret-access-key']);
    expect(talk.screen()).not.toContain(secretKey);
  });

  test('of which one is stored already are tested by Port', async () => {
    const dir = await withSecrets(['aws-access-key-id', 'AKIAABCDEFGHIJKLMNOP']);
    const talk = converse('providers put bedrock --region us-east-1', { dir });
    await talk.shows('AWS Bedrock: how Port connects');
    talk.type(`${down}${enter}`);
    await talk.shows('secret that holds the AWS access key ID');
    talk.type(enter);
    await talk.shows('secret that holds the AWS secret access key');
    talk.type(enter);
    await giveKey(talk, 'aws-secret-access-key', secretKey);
    await talk.shows('guardrail');
    talk.type(enter);
    await talk.shows('models that requests may use');
    talk.type(enter);
    await talk.shows('Let Port test the connection before saving?');
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
    expect(talk.screen()).not.toContain('Test it from this machine');
  });

  test('a private key has several lines, so it comes from a file', async () => {
    const file = join(freshFolder(), 'key.pem');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const talk = converse(
      'providers put vertex-gemini --project example --location global --model gemini-2.5-pro',
    );
    await talk.shows("secret that holds the service account's client_email");
    talk.type(`${down}${enter}`);
    await giveKey(talk, 'vertex-gemini-client-email', 'port@p.iam.gserviceaccount.com');
    await talk.shows("secret that holds the service account's private_key");
    talk.type(`${down}${enter}`);
    await talk.shows("new secret that holds the service account's private_key:");
    await talk.shows('(vertex-gemini-private-key)');
    talk.type(enter);
    await talk.shows('file that holds the value of vertex-gemini-private-key:');
    talk.type(`${file}.missing${enter}`);
    await talk.shows('there is no such file');
    await talk.shows('file that holds the value of vertex-gemini-private-key:');
    talk.type(`${file}${enter}`);
    await talk.shows('Received');
    await talk.shows('Test it from this machine first?');
    talk.type(enter);
    await talk.shows('Make it the default:');
    talk.type(enter);
    expect(await talk.ended).toBe(0);
  });
});

test('when the second of two secrets cannot be stored, the first is named as what stands', async () => {
  const port = script({
    'GET /v1/llm-providers': { json: { result: [] } },
    'GET /v1/organization/secrets': { json: { secrets: [] } },
    'POST /v1/organization/secrets': [
      { status: 201, json: { secret: { secretName: 'aws-access-key-id' } } },
      { status: 403, json: { ok: false, error: 'forbidden', message: 'Not allowed' } },
    ],
  });
  const talk = converse('providers put bedrock --region us-east-1 --validate', {
    env: { ...signedIn, PORTAI_SANDBOX: '' },
    connect: () => port.send,
  });
  await talk.shows('AWS Bedrock: how Port connects');
  talk.type(`${down}${enter}`);
  await giveKey(talk, 'aws-access-key-id', 'AKIAABCDEFGHIJKLMNOP');
  await talk.shows('secret that holds the AWS secret access key');
  talk.type(enter);
  await giveKey(talk, 'aws-secret-access-key', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYGOODKEY012');
  await talk.shows('guardrail');
  talk.type(enter);
  await talk.shows('models that requests may use');
  talk.type(enter);
  await talk.shows('secret aws-access-key-id');
  await talk.shows('portai secrets delete aws-access-key-id');
  expect(await talk.ended).toBe(7);
  expect(port.asked()).not.toContain('POST /v1/llm-providers');
});

describe('a secret that may be left out', () => {
  const put = 'providers put openai-compatible --base-url https://llm.example.com/v1';

  test('stands first where it fits, a new one comes next, and none after them', async () => {
    const dir = await withSecrets(['openai-compatible-api-key', 'x']);
    const talk = converse(put, { dir });
    await talk.shows('❯ openai-compatible-api-key');
    talk.type(`${down}${down}${enter}`);
    await talk.shows('secret that holds the API key of the endpoint: none');
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
  });

  test('is not left out by Enter alone: few servers take no key', async () => {
    const dir = await withSecrets(['another-secret', 'x']);
    const talk = converse(put, { dir });
    await talk.shows('❯ Store a new secret');
    talk.type(`${down}${enter}`);
    await talk.shows('gave no list of models');
    await talk.shows('models to offer');
    talk.type(`llama-3${enter}`);
    await talk.shows('Let Port test the connection before saving?');
    talk.type(`n${enter}`);
    await talk.shows('Make it the default:');
    talk.type(enter);
    expect(await talk.ended).toBe(0);
    expect(commandsOf(talk)).toEqual([`${put} --model llama-3`]);
  });
});

describe('nothing is asked', () => {
  test('where flags say everything, on a terminal either', async () => {
    const dir = await withSecrets(['k', key]);
    const talk = converse('providers put openai --api-key-secret k', { dir });
    expect(await talk.ended).toBe(0);
    expect(talk.screen()).not.toContain('?');
    expect(commandsOf(talk)).toEqual([]);
  });

  test('after the answer in JSON, which is one document', async () => {
    const talk = converse('providers put openai --validate --json');
    await giveKey(talk, 'openai-api-key', key);
    expect(await talk.ended).toBe(0);
    expect(JSON.parse(talk.stdout())).toMatchObject({ action: 'created' });
    expect(talk.screen()).not.toContain('Make it the default');
  });

  test('about a default that the provider is already', async () => {
    const dir = await withSecrets(['k', key]);
    await inSandbox(dir, 'providers put openai --api-key-secret k');
    await inSandbox(dir, 'defaults set --provider openai --model gpt-5');
    await inSandbox(dir, 'providers delete openai --yes --force');
    const talk = converse('providers put openai --validate', { dir });
    await talk.shows('Store a new secret');
    talk.type(`${down}${enter}`);
    expect(await talk.ended).toBe(0);
    expect(talk.screen()).not.toContain('Make it the default');
    expect(commandsOf(talk)).toEqual(['providers put openai --api-key-secret k --validate']);
  });
});

describe('models of a type that has a list of them', () => {
  const first = (talk: Conversation) => giveKey(talk, 'anthropic-api-key', 'sk-ant-good-key');

  test('stay all switched on with Enter alone, and no switch is sent', async () => {
    const talk = converse('providers put anthropic --validate');
    await first(talk);
    await talk.shows('models that requests may use:');
    talk.type(enter);
    await talk.shows('Make it the default:');
    talk.type(enter);
    expect(await talk.ended).toBe(0);
    expect(commandsOf(talk).at(-1)).toBe(
      'providers put anthropic --api-key-secret anthropic-api-key --validate',
    );
  });

  test('are switched off when they are not chosen, and are not offered as default', async () => {
    const dir = freshFolder();
    const talk = converse('providers put anthropic --validate', { dir });
    await first(talk);
    await talk.shows('models that requests may use:');
    talk.type(`${keys.space}${enter}`);
    await talk.shows('Make it the default:');
    await talk.shows(`yes, with ${claude.second}`);
    talk.type(enter);
    expect(await talk.ended).toBe(0);
    expect(talk.screen()).not.toContain(`yes, with ${claude.first}`);
    expect(commandsOf(talk).at(-1)).toContain(`--disable-model ${claude.first} --validate`);
    const { stdout } = await inSandbox(dir, 'providers models list anthropic --json');
    expect(stdout).toMatch(new RegExp(`"${claude.first}",\\s*"enabled": false`));
  });

  test.each([`--disable-model ${claude.first}`, `--enable-model ${claude.first}`])(
    'are not asked for with %s',
    async (flag) => {
      const talk = converse(`providers put anthropic --validate ${flag}`);
      await first(talk);
      await talk.shows('Make it the default:');
      talk.type(enter);
      expect(await talk.ended).toBe(0);
      expect(talk.screen()).not.toContain('models that requests may use');
    },
  );
});

describe('Bedrock', () => {
  test('begins with the choice between a set-up and what is there', async () => {
    const talk = converse('providers put bedrock');
    await talk.shows('How to begin:');
    await talk.shows('Set up a role with portai (bedrock setup)');
    talk.type(`${down}${enter}`);
    await talk.shows('AWS Bedrock: how Port connects');
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
  });

  test('is not asked that where flags say how', async () => {
    const talk = converse('providers put bedrock --region eu-west-1');
    await talk.shows('AWS Bedrock: how Port connects');
    talk.type(interrupt);
    await talk.ended;
    expect(talk.screen()).not.toContain('How to begin');
  });

  test('an assumed role is tested by Port alone, also with a new external ID', async () => {
    const dir = freshFolder();
    const role = 'arn:aws:iam::123456789012:role/port-example';
    const talk = converse(`providers put bedrock --role-arn ${role}`, { dir });
    await talk.shows('secret that holds the external ID');
    talk.type(`${down}${enter}`);
    await giveKey(talk, 'aws-external-id', 'port-0123456789abcdef');
    await talk.shows('AWS region');
    talk.type(`eu-west-1${enter}`);
    await talk.shows('guardrail');
    talk.type(enter);
    await talk.shows('models that requests may use');
    talk.type(enter);
    await talk.shows('Let Port test the connection before saving?');
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
    expect(talk.screen()).not.toContain('Test it from this machine');
    expect(await namesIn(dir)).toEqual([]);
  });
});

describe('Ctrl-C', () => {
  type Step = readonly [shown: string, answer: string];
  const steps: readonly Step[] = [
    ['name of the new secret', enter],
    ['value of anthropic-api-key', `sk-ant-good-key${enter}`],
    ['models that requests may use', enter],
    ['Test it from this machine first?', `n${enter}`],
    ['Let Port test the connection before saving?', enter],
  ];

  test.each(steps.map(([shown], at) => [shown, at] as const))(
    'at "%s" leaves nothing behind, and says so',
    async (_, at) => {
      const dir = freshFolder();
      const talk = converse('providers put anthropic', { dir });
      for (const [shown, answer] of steps.slice(0, at)) {
        await talk.shows(shown);
        talk.type(answer);
      }
      await talk.shows(steps[at]?.[0] ?? '');
      talk.type(interrupt);
      await talk.shows('Cancelled; nothing was changed');
      expect(await talk.ended).toBe(130);
      expect(await namesIn(dir)).toEqual([]);
      expect(await isThere(dir, 'anthropic')).toBe(false);
    },
  );

  test('at the question of the default says that the provider is saved', async () => {
    const dir = freshFolder();
    const talk = converse('providers put openai --validate', { dir });
    await giveKey(talk, 'openai-api-key', key);
    await talk.shows('Make it the default:');
    talk.type(interrupt);
    await talk.shows('Cancelled; openai is saved, and the default is as it was');
    expect(await talk.ended).toBe(130);
    expect(await isThere(dir, 'openai')).toBe(true);
  });

  test('during the preflight leaves nothing behind', async () => {
    const dir = freshFolder();
    const talk = converse('providers put openai', { dir });
    await giveKey(talk, 'openai-api-key', 'sk-proj-slow-key');
    await talk.shows('Test it from this machine first?');
    talk.type(enter);
    await talk.shows('Sends about 1 request');
    talk.stop();
    await talk.shows('nothing was stored or written');
    expect(await talk.ended).toBe(130);
    expect(await namesIn(dir)).toEqual([]);
  });

  test('while Port tests names the secret that stands, and how to delete it', async () => {
    const dir = freshFolder();
    const talk = converse('providers put openai --validate', { dir });
    await giveKey(talk, 'openai-api-key', 'sk-proj-slow-key');
    await talk.shows('Port tests the connection');
    talk.stop();
    await talk.shows('secret openai-api-key');
    await talk.shows('portai secrets delete openai-api-key');
    expect(await talk.ended).toBe(130);
  });
});

test('at 80 columns every question is one line, with its answer', async () => {
  const talk = converse('providers put anthropic', { columns: 80 });
  await giveKey(talk, 'anthropic-api-key', 'sk-ant-good-key');
  await talk.shows('models that requests may use:');
  talk.type(enter);
  await talk.shows('models that requests may use: all 3');
  await talk.shows('Test it from this machine first?');
  talk.type(`n${enter}`);
  await talk.shows('Let Port test the connection before saving?');
  talk.type(`n${enter}`);
  await talk.shows('Make it the default:');
  talk.type(enter);
  expect(await talk.ended).toBe(0);
  // Each redrawing of a question begins with its mark.
  const questions = talk
    .screen()
    .split(/(?=[?✔] )/)
    .map((line) => line.split(/\r?\n/)[0] ?? '');
  expect(questions.length).toBeGreaterThan(10);
  expect(questions.filter((line) => line.length > 80)).toEqual([]);
});
