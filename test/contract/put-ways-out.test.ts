import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Send } from '../../src/core/http.ts';
import { converse, keys, type Conversation } from '../support/conversation.ts';
import { freshFolder, portai } from '../support/run.ts';

/** `providers put` on a terminal: how a conversation goes on after a test that failed, and ends. */

const env = { PORTAI_SANDBOX: '1' };
const { enter, down, interrupt } = keys;
const good = 'sk-proj-4b1d-good-key';
const revoked = 'sk-proj-revoked-key';

const inSandbox = (dir: string, words: string, stdin?: string) =>
  portai(words, { dir, env, ...(stdin === undefined ? {} : { stdin }) });
const isThere = async (dir: string, id: string) =>
  (await inSandbox(dir, `providers get ${id}`)).code === 0;
const secretsIn = async (dir: string) =>
  (await inSandbox(dir, 'secrets list')).stdout
    .split('\n')
    .flatMap((line) => line.split('\t').slice(0, 1).filter(Boolean));

async function answer({ shows, type }: Conversation, ...rows: (readonly [string, string])[]) {
  for (const [question, words] of rows) {
    await shows(question);
    type(`${words}${enter}`);
  }
}

/** A conversation that has come to a test that failed: by this machine, or by Port. */
async function failedTest(by: 'this machine' | 'Port', dir: string): Promise<Conversation> {
  const talk = converse('providers put openai', { dir });
  await answer(
    talk,
    ['name of the new secret', ''],
    ['value of openai-api-key', revoked],
    ...(by === 'Port'
      ? ([
          ['Test it from this machine first?', 'n'],
          ['Let Port test the connection before saving?', ''],
        ] as const)
      : ([['Test it from this machine first?', '']] as const)),
  );
  await talk.shows('How to go on');
  return talk;
}

describe.each(['this machine', 'Port'] as const)('after a test by %s that failed', (by) => {
  test('the value can be typed again: the same test passes, and that value is stored', async () => {
    const dir = freshFolder();
    const talk = await failedTest(by, dir);
    talk.type(enter);
    await answer(talk, ['value of openai-api-key:', good]);
    await answer(talk, ['Make it the default', '']);
    expect(await talk.ended).toBe(0);
    expect(await secretsIn(dir)).toEqual(['openai-api-key']);
    expect((await inSandbox(dir, 'validate openai')).code).toBe(0);
    expect(talk.screen()).not.toContain(good);
  });

  test('it can be saved all the same, which is said', async () => {
    const dir = freshFolder();
    const talk = await failedTest(by, dir);
    talk.type(`${down}${enter}`);
    await talk.shows('Saved untested');
    await answer(talk, ['Make it the default', '']);
    expect(await talk.ended).toBe(0);
    expect(await isThere(dir, 'openai')).toBe(true);
  });

  test.each([
    ['stopping', `${down}${down}${enter}`, 8],
    ['Ctrl-C', interrupt, 130],
  ])('%s prints the command with the answers given, and saves nothing', async (_, typed, code) => {
    const dir = freshFolder();
    const talk = await failedTest(by, dir);
    talk.type(typed);
    const test = by === 'Port' ? '--validate' : '--preflight --secret openai-api-key';
    await talk.shows(`portai providers put openai --api-key-secret openai-api-key ${test}`);
    expect(await talk.ended).toBe(code);
    expect(await isThere(dir, 'openai')).toBe(false);
    expect(talk.screen()).not.toContain('put openai --help');
    const stands = by === 'Port' ? ['openai-api-key'] : [];
    expect(await secretsIn(dir)).toEqual(stands);
    expect(talk.screen().includes('This stands: secret openai-api-key')).toBe(by === 'Port');
    expect(talk.screen()).not.toContain(revoked);
  });
});

test('models that fail beside others can be switched off', async () => {
  const dir = freshFolder();
  const words =
    'providers put openai-compatible --base-url https://llm.example.com/v1 --no-discover';
  const talk = converse(words, { dir });
  await answer(
    talk,
    ['secret that holds the API key', ''],
    ['name of the new secret', ''],
    ['value of openai-compatible-api-key', 'sk-good-key'],
    ['models to offer', 'llama-3 missing-model'],
    ['Test it from this machine first?', ''],
  );
  await talk.shows('Switch missing-model off and go on without');
  talk.type(enter);
  await answer(talk, ['Make it the default', '']);
  expect(await talk.ended).toBe(0);
  const { stdout } = await inSandbox(dir, 'providers models list openai-compatible');
  expect(stdout).toContain('llama-3\tenabled');
  expect(stdout).toContain('missing-model\tdisabled');
});

describe('an answer that a failed test speaks against can be changed', () => {
  const page = '<html><title>404 Not Found</title></html>';
  const whole = { choices: [{ message: { content: 'pong' }, finish_reason: 'stop' }] };
  /** A server of this machine with its API under /api/v1, which has one model. */
  const server: Send = ({ url, body }) =>
    Promise.resolve(
      !url.pathname.startsWith('/api/v1/')
        ? { status: 404, headers: { 'content-type': 'text/html' }, body: page }
        : body?.includes('"llama-3"') === true || body === undefined
          ? { status: 200, headers: {}, body: JSON.stringify(whole) }
          : { status: 404, headers: {}, body: '{"error":{"message":"model not found"}}' },
    );

  async function failed(dir: string, url: string, model: string): Promise<Conversation> {
    const talk = converse('providers put openai-compatible', { dir, connect: () => server });
    await answer(
      talk,
      ['base URL of the endpoint', url],
      ['secret that holds the API key', down],
      ['models to offer', model],
      ['Let Port test the connection before saving?', ''],
    );
    await talk.shows('How to go on');
    return talk;
  }

  test('the base URL: the same test is made with it, and it is what is saved', async () => {
    const dir = freshFolder();
    const talk = await failed(dir, 'http://127.0.0.1:4000/wrong', 'llama-3');
    await talk.shows('❯ Change the base URL of the endpoint (http://127.0.0.1:4000/wrong)');
    talk.type(enter);
    await talk.shows('must be reachable from Port): (http://127.0.0.1:4000/wrong)');
    talk.type(`no url${enter}`);
    await talk.shows('whole URL');
    talk.type('\u0015');
    talk.type(`http://127.0.0.1:4000/api/v1${enter}`);
    await talk.shows('Port tests the connection');
    await answer(talk, ['Make it the default', '']);
    await talk.shows('--base-url http://127.0.0.1:4000/api/v1 --model llama-3 --validate');
    expect(await talk.ended).toBe(0);
    const { stdout } = await inSandbox(dir, 'providers get openai-compatible --json');
    expect(stdout).toContain('"http://127.0.0.1:4000/api/v1"');
    expect(stdout).not.toContain('wrong');
  });

  test('the models, and who stops then is given the command with the new answer', async () => {
    const talk = await failed(freshFolder(), 'http://127.0.0.1:4000/api/v1', 'lama-3');
    talk.type(`${down}${enter}`);
    await answer(talk, ['models to offer (several with blanks between): (lama-3)', 'lama-4']);
    await talk.shows('Port tests the connection');
    await talk.shows('How to go on');
    talk.type(interrupt);
    await talk.shows('--base-url http://127.0.0.1:4000/api/v1 --model lama-4 --validate');
    expect(await talk.ended).toBe(130);
  });
});

describe('a key file of a service account', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const email = 'port@my-project-1.iam.gserviceaccount.com';
  const keyFile = (more: object = {}) => {
    const file = join(freshFolder(), 'sa.json');
    const parts = { type: 'service_account', project_id: 'example', private_key: pem };
    writeFileSync(file, JSON.stringify({ ...parts, client_email: email, ...more }, null, 2));
    return file;
  };

  test('is taken apart in a conversation: two secrets, and the project as an answer', async () => {
    const dir = freshFolder();
    const talk = converse('providers put vertex-gemini --location global --model gemini-2.5-pro', {
      dir,
    });
    await talk.shows('❯ Store new ones from a key file (JSON)');
    talk.type(enter);
    await answer(talk, ['Key file (JSON)', keyFile({ private_key: undefined })]);
    await talk.shows('Warning: The file is no key file: it lacks client_email or private_key');
    await talk.shows('❯ Store new ones from a key file (JSON)');
    talk.type(enter);
    await answer(
      talk,
      ['Key file (JSON)', keyFile()],
      [
        "new secret that holds the service account's client_email: (vertex-gemini-client-email)",
        '',
      ],
      ["new secret that holds the service account's private_key: (vertex-gemini-private-key)", ''],
      ['Google Cloud project id: (example)', ''],
      ['Test it from this machine first?', ''],
      ['Make it the default', ''],
    );
    expect(await talk.ended).toBe(0);
    expect(await secretsIn(dir)).toEqual([
      'vertex-gemini-client-email',
      'vertex-gemini-private-key',
    ]);
    expect(talk.screen()).not.toContain('BEGIN');
  });

  test.each([
    ['an empty answer', '', undefined],
    ['a file that is not there', join(freshFolder(), 'nope.json'), 'Nothing was stored.'],
    ['a folder', freshFolder(), 'Nothing was stored.'],
  ])('%s leads back to the ways', async (_, file, said) => {
    const dir = freshFolder();
    const talk = converse('providers put vertex-gemini --location global --model gemini-2.5-pro', {
      dir,
    });
    await talk.shows('❯ Store new ones from a key file (JSON)');
    talk.type(enter);
    await answer(talk, ['Key file (JSON)', file]);
    if (said !== undefined) await talk.shows(said);
    await talk.shows('❯ Store new ones from a key file (JSON)');
    talk.type(`${down}${enter}`);
    await talk.shows("new secret that holds the service account's client_email");
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
  });

  const put =
    'providers put vertex-gemini --project example --location global --client-email-secret em --private-key-secret pk --model gemini-2.5-pro --preflight';

  test('given by flags for both secrets fills each with its own part', async () => {
    const dir = freshFolder();
    const file = keyFile();
    const ran = await inSandbox(
      dir,
      `${put} --secret em --value-file ${file} --secret pk --value-file ${file}`,
    );
    expect(ran.stderr).toContain(
      'From the value for em portai took client_email out of the key file',
    );
    expect(ran.stderr).toContain(
      'From the value for pk portai took private_key out of the key file',
    );
    expect(ran.code).toBe(0);
    expect((await inSandbox(dir, 'validate vertex-gemini')).code).toBe(0);
  });

  test('without the part that is wanted is refused before anything is sent', async () => {
    const dir = freshFolder();
    const file = keyFile({ private_key: undefined });
    const ran = await inSandbox(
      dir,
      `${put} --secret em --value-file ${file} --secret pk --value-file ${file}`,
    );
    expect(ran.code).toBe(8);
    expect(ran.stderr).toContain('is a whole file of JSON: give its private_key alone');
    expect(await secretsIn(dir)).toEqual([]);
  });

  test('stored whole by itself is taken, with a word of doubt', async () => {
    const ran = await inSandbox(freshFolder(), `secrets add sa --value-file ${keyFile()}`);
    expect(ran.stderr).toContain('Warning: The value is a whole file of JSON');
  });
});

describe('what a field takes is asked for at its question, and checked alike in a flag', () => {
  const flags = '--client-email-secret em --private-key-secret pk --model gemini-2.5-pro';

  test.each(['scratch/nonexist', '123456789012', 'My Project', '.', 'p'])(
    'a project id: %s',
    async (slip) => {
      const ran = await portai(
        [
          ...`providers put vertex-gemini ${flags} --location global --dry-run --force`.split(' '),
          '--project',
          slip,
        ],
        { env },
      );
      expect(ran.code).toBe(2);
      expect(ran.stderr).toContain('--project: give the project id');
    },
  );

  test.each(['.', 'us-east5/x', 'Europe', 'us_east5', 'https://x'])(
    'a location: %s',
    async (slip) => {
      const ran = await inSandbox(
        freshFolder(),
        `providers put vertex-gemini ${flags} --project my-project-1 --dry-run --force --location ${slip}`,
      );
      expect(ran.code).toBe(2);
      expect(ran.stderr).toContain('--location: give global, us, eu or a region');
    },
  );

  test('a slip is asked for again, and a secret that was pasted is not shown', async () => {
    const talk = converse(`providers put vertex-gemini ${flags} --location global --force`);
    await talk.shows('Google Cloud project id');
    talk.type(`scratch/nonexist${enter}`);
    await talk.shows('give the project id');
    talk.type('\u0015');
    talk.type(`sk-proj-0123456789abcdefghij${enter}`);
    await talk.shows('*'.repeat(20));
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
  });
});

describe('advice after a refusal spares who else names the secret', () => {
  test('a value of its own is advised, not another one for all', async () => {
    const dir = freshFolder();
    await inSandbox(
      dir,
      'secrets add shared --value-stdin --skip-client-checks',
      'sk-proj-good-key',
    );
    expect((await inSandbox(dir, 'providers put openai --api-key-secret shared')).code).toBe(0);
    await inSandbox(dir, 'secrets set shared --value-stdin --skip-client-checks', 'sk-revoked-key');
    const ran = await inSandbox(dir, 'providers put anthropic --api-key-secret shared --validate');
    expect(ran.code).toBe(8);
    expect(ran.stderr).not.toContain('secrets set shared');
    expect(ran.stderr).toContain('portai secrets add anthropic-api-key --value-file');
    expect(ran.stderr).toContain(
      'providers put anthropic --api-key-secret anthropic-api-key --validate',
    );
    expect(ran.stderr).toContain('shared is named by openai as well');
  });
});

describe('what a command is about is asked for where it was left out', () => {
  test.each([
    ['providers get', 'Which provider', 'openai'],
    ['providers models list', 'Which provider', 'gpt-5'],
    ['validate --static', 'Which providers', 'openai'],
    ['secrets get', 'Which secret', 'k'],
    ['secrets usages', 'Which secret', 'openai'],
  ])('%s', async (words, question, shown) => {
    const dir = freshFolder();
    await inSandbox(dir, 'secrets add k --value-stdin', good);
    await inSandbox(dir, 'providers put openai --api-key-secret k');
    const talk = converse(words, { dir });
    await talk.shows(question);
    talk.type(enter);
    expect(await talk.ended).toBe(0);
    expect(talk.stdout()).toContain(shown);
  });

  test('providers put asks for the type, secrets add for the name', async () => {
    const talk = converse('providers put');
    await answer(talk, ['Which provider type', '']);
    await talk.shows('name of the new secret that holds the OpenAI API key: (openai-api-key)');
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
    const add = converse('secrets add');
    await answer(add, ['Name of the secret', 'my-key'], ['value of my-key', good]);
    expect(await add.ended).toBe(0);
    expect(add.stdout()).toContain('my-key');
  });

  test.each([
    'providers put',
    'providers get',
    'providers delete',
    'validate',
    'secrets add',
    'secrets delete',
  ])('%s: Ctrl-C there ends with 130, and without a terminal it is an error', async (words) => {
    const dir = freshFolder();
    await inSandbox(dir, 'secrets add k --value-stdin', good);
    await inSandbox(dir, 'providers put openai --api-key-secret k');
    const talk = converse(words, { dir });
    await talk.shows(words === 'secrets add' ? 'Name of the secret' : 'Which');
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
    expect((await inSandbox(dir, words)).code).toBe(2);
  });
});
