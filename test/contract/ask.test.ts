import { describe, expect, test } from 'vitest';
import { freshFolder, portai, type RunOptions } from '../support/run.ts';
import { script, signedIn, type Answer } from '../support/script.ts';
import { openSend } from '../../src/http/send.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import { dialectNames } from '../../src/sandbox/port/dialects.ts';
import { sandboxCredentials } from '../../src/sandbox/port/token.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';

const eventStream = { 'content-type': 'text/event-stream; charset=utf-8' };
const events = (text: string): Answer => ({ text, headers: eventStream });
const done =
  'event: done\ndata: {"monthlyQuotaUsage":{"monthlyLimit":50,"remainingQuota":49,"month":"2025-09","remainingTimeMs":1}}\n\n';
const id = '1b2c3d4e-0000-1111-2222-333344445555';
const identified = `event: invocationIdentifier\ndata: ${id}\n\n`;
const said = (text: string) => `event: execution\ndata: ${text}\n\n`;
const invoke = 'POST /v1/ai/invoke';

/** Asks a server that answers so. */
function asked(table: Parameters<typeof script>[0], words = 'ask hello', more: RunOptions = {}) {
  const server = script(table);
  const env = { ...signedIn, ...more.env };
  return portai(words, { ...more, env, send: server.send }).then((ran) => ({ ...ran, server }));
}

const inSandbox = (words: string, dir = freshFolder()) =>
  portai(words, {
    dir,
    env: { PORTAI_SANDBOX: '1', KEY: 'sk-good-0123456789', BAD: 'sk-revoked-1' },
  });

describe('ask', () => {
  test('writes the text to stdout, and tools and the use of the month to stderr', async () => {
    const call =
      'event: tool_call\ndata: {"id":"1","name":"list_blueprints","arguments":"{}","lastChunk":true}\n\n';
    const ran = await asked({
      [invoke]: events(`${identified}${call}${said('Two ')}${said('services.')}${done}`),
    });
    expect(ran).toMatchObject({ code: 0, stdout: 'Two services.\n' });
    expect(ran.stderr).toContain('list_blueprints');
    expect(ran.stderr).toContain('1 of 50 invocations');
  });

  test('sends the prompt as documented, with no tool unless one is given, and asks for a stream', async () => {
    const { server } = await asked(
      { [invoke]: events(`${said('ok')}${done}`) },
      'ask hello --provider openai --model gpt-5 --label team=a --tools ^list_ --system short',
    );
    const [request] = server.seen;
    expect(request?.headers['accept']).toBe('text/event-stream');
    expect(request?.body).toEqual({
      ...{ userPrompt: 'hello', tools: ['^list_'], provider: 'openai', model: 'gpt-5' },
      ...{ labels: { team: 'a' }, systemPrompt: 'short' },
    });
    const bare = await asked({ [invoke]: events(`${said('ok')}${done}`) });
    expect(bare.server.seen[0]?.body).toEqual({ userPrompt: 'hello', tools: [] });
  });

  test('takes the other name of the prompt once, where the server asks for it', async () => {
    const refusal: Answer = {
      status: 422,
      json: {
        ok: false,
        error: 'validation_error',
        message: "body must have required property 'prompt'",
      },
    };
    const { server, code } = await asked({ [invoke]: [refusal, events(`${said('ok')}${done}`)] });
    expect(code).toBe(0);
    expect(server.seen.map(({ body }) => body)).toEqual([
      { userPrompt: 'hello', tools: [] },
      { prompt: 'hello', tools: [] },
    ]);
  });

  test('asks an agent by its own route', async () => {
    const { server, stdout } = await asked(
      { 'POST /v1/agent/triage/invoke': events(`${said('ok')}${done}`) },
      'ask hello --agent triage',
    );
    expect(stdout).toBe('ok\n');
    expect(server.seen[0]?.body).toEqual({ prompt: 'hello' });
  });

  test('waits for the result of an agent that only accepts', async () => {
    const { stdout, code } = await asked(
      {
        'POST /v1/agent/triage/invoke': {
          status: 202,
          json: { ok: true, invocation: { identifier: id } },
        },
        [`GET /v1/ai/invoke/${id}`]: [
          { json: { ok: true, result: { status: 'In Progress' } } },
          { json: { ok: true, result: { status: 'Completed', message: 'Later.' } } },
        ],
      },
      'ask hello --agent triage',
    );
    expect({ stdout, code }).toEqual({ stdout: 'Later.\n', code: 0 });
  });

  test('with --json gives each event as a line, also those that it does not know', async () => {
    const plan = 'event: plan\ndata: first this\n\n';
    const { stdout } = await asked(
      { [invoke]: events(`${identified}${plan}${said('Two')}${done}`) },
      'ask hello --json',
    );
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual([
      { event: 'invocationIdentifier', data: id },
      { event: 'plan', data: 'first this' },
      { event: 'execution', data: 'Two' },
      { event: 'done', data: expect.objectContaining({ monthlyQuotaUsage: expect.anything() }) },
    ]);
  });

  test.each(['ask hello', 'ask hello --json'])(
    'masks a value that comes in two events: %s',
    async (words) => {
      const value = 'CANARY-value-d4c0ffee-0123456789';
      const token = { PORT_ACCESS_TOKEN: value };
      const text = `${said(`it is ${value.slice(0, 14)}`)}${said(`${value.slice(14)} indeed`)}${done}`;
      const ran = await asked({ [invoke]: events(text) }, words, { env: token });
      expect(ran.code).toBe(0);
      for (const half of [value.slice(0, 14), value.slice(14)]) {
        expect(ran.stdout + ran.stderr).not.toContain(half);
      }
      expect(ran.stdout).toContain('[secret]');
      expect(ran.stdout).toContain('indeed');
    },
  );

  test('lets no control sequence through, also one that comes in two events', async () => {
    const { stdout } = await asked({
      [invoke]: events(`${said('a\u001b')}${said('[2Jb')}${done}`),
    });
    expect(stdout).toBe('ab\n');
  });

  const result = (status: string): Answer => ({ json: { ok: true, result: { status } } });

  test.each<[string, Answer, number, string, string]>([
    [
      'a stream without its last event',
      events(`${identified}${said('Half')}`),
      6,
      'AnswerIncomplete',
      'Half\n',
    ],
    [
      'an error in the stream',
      events(
        `${identified}event: error\ndata: {"error":"internal_error","message":"no credit left"}\n\n`,
      ),
      8,
      'no credit left',
      '',
    ],
    [
      'a page',
      { text: '<html><title>Sign in</title>', headers: { 'content-type': 'text/html' } },
      6,
      'HTML',
      '',
    ],
    [
      'a refusal in a success',
      { json: { ok: false, error: 'forbidden', message: 'no' } },
      7,
      'no',
      '',
    ],
    [
      'nobody let in',
      { status: 401, json: { ok: false, error: 'invalid_credentials' } },
      3,
      '',
      '',
    ],
    [
      'the quota of the month',
      { status: 429, json: { error: 'Monthly quota exceeded', type: 'QUOTA_ERROR' } },
      11,
      'quota',
      '',
    ],
    ['JSON that is no stream', { json: { ok: true } }, 6, 'NoEventStream', ''],
  ])('says what came in the place of an answer: %s', async (_, answer, code, words, stdout) => {
    const ran = await asked({ [invoke]: answer, [`GET /v1/ai/invoke/${id}`]: result('Completed') });
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code, stdout });
    expect(ran.stderr.toLowerCase()).toContain(words.toLowerCase());
    expect(ran.stderr).toMatch(/^ {4}portai /m);
    expect(ran.server.asked().filter((each) => each === invoke)).toHaveLength(1);
  });

  test('tells after a cut what Port says of the invocation, and how to look at it', async () => {
    const ran = await asked({
      [invoke]: events(`${identified}${said('Half')}`),
      [`GET /v1/ai/invoke/${id}`]: result('In Progress'),
    });
    expect(ran.stderr).toContain('In Progress');
    expect(ran.stderr).toContain(`portai invocations get ${id}`);
  });

  test.each([
    ['ask', 'Give a prompt'],
    ['ask --smoke --tools ^l', 'without tools'],
    ['ask hello --agent a --tools ^l', 'tools and instructions of its own'],
    ['ask hello --tools (', 'no regular expression'],
    ['ask hello --label a', 'key=value'],
  ])('refuses %s, and asks nothing', async (words, message) => {
    const ran = await inSandbox(words);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(message);
  });

  test('reads a prompt from stdin', async () => {
    const { stdout } = await portai('--sandbox ask -', { stdin: 'from a pipe\n' });
    expect(stdout).toContain('from a pipe');
  });

  test.each(dialectNames)('works in every dialect of the sandbox: %s', async (dialect) => {
    const sandbox = openSandbox({ now: () => new Date(), sleep: () => Promise.resolve(), dialect });
    const { url, close } = await serveSandbox(sandbox);
    try {
      const { clientId, clientSecret } = sandboxCredentials.admin;
      const ran = await portai('ask hello --tools ^list_', {
        env: { PORT_BASE_URL: url, PORT_CLIENT_ID: clientId, PORT_CLIENT_SECRET: clientSecret },
        send: openSend({ timeoutMs: 20_000 }, {}),
        now: () => new Date(),
      });
      expect(ran).toMatchObject({ code: 0, stdout: 'The sandbox read: hello\n' });
      expect(ran.stderr).toContain('list_blueprints');
    } finally {
      await close();
    }
  });
});

describe('ask --smoke', () => {
  test('asks each enabled model of each enabled provider, and ends with the worst', async () => {
    const dir = freshFolder();
    for (const words of [
      'secrets add good --value-env KEY',
      'secrets add bad --value-env BAD',
      'providers put openai --api-key-secret good',
      'providers put anthropic --api-key-secret bad',
    ]) {
      expect(await inSandbox(words, dir)).toMatchObject({ code: 0 });
    }
    const ran = await inSandbox('ask --smoke --json', dir);
    expect(ran.code).toBe(8);
    const rows: unknown = JSON.parse(ran.stdout);
    expect(rows).toContainEqual(
      expect.objectContaining({ provider: 'openai', model: 'gpt-5', status: 'answered' }),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({
        ...{ provider: 'anthropic', status: 'failed' },
        error: expect.objectContaining({ name: 'InvocationFailed' }),
      }),
    );
    const one = await inSandbox('ask --smoke --provider openai hello', dir);
    expect(one.code).toBe(0);
    expect(one.stdout).toMatch(/^openai\tgpt-5\tanswered\t\d+\t\d+\t/);
    expect(one.stderr).toContain('do not say which one wrote them');
  });

  test('says of an end without text that it proves nothing', async () => {
    const provider = {
      ...{ provider: 'openai', enabled: true, config: { apiKeySecretName: 'k' } },
      effectiveModels: { 'gpt-5': { enabled: true } },
    };
    const ran = await asked(
      {
        'GET /v1/llm-providers': { json: { ok: true, providers: [provider] } },
        [invoke]: events(done),
      },
      'ask --smoke -o table',
    );
    expect(ran.code).toBe(12);
    expect(ran.stdout).toContain('proves nothing');
  });

  test('where there is nothing to ask proves nothing', async () => {
    const ran = await inSandbox('ask --smoke --provider openai');
    expect(ran).toMatchObject({ code: 12, stdout: '' });
    expect(ran.stderr).toContain('nothing is proved');
  });
});
