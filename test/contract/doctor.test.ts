import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { transportFailure } from '../../src/core/transport-causes.ts';
import type { Send } from '../../src/core/http.ts';
import { openSend } from '../../src/http/send.ts';
import { freshFolder, portai, testTime, type Ran, type RunOptions } from '../support/run.ts';
import { hosts } from '../support/hosts.ts';
import {
  answerRaw,
  authoritiesIn,
  closedPort,
  serveProxy,
  serveTls,
  tlsFile,
} from '../support/servers.ts';
import { script, signedIn, type Answer, type Seen } from '../support/script.ts';

const view = z.object({
  profile: z.string(),
  address: z.string(),
  organization: z.object({ id: z.string().optional(), name: z.string().optional() }).optional(),
  checks: z.array(
    z.object({
      area: z.string(),
      id: z.string(),
      title: z.string(),
      provider: z.string().optional(),
      verdict: z.enum(['pass', 'warn', 'fail', 'unknown', 'skip']),
      says: z.string(),
      fix: z.string().optional(),
      next: z.array(z.object({ command: z.string(), why: z.string() })),
      exitCode: z.number().optional(),
    }),
  ),
  exitCode: z.number(),
});

const reportOf = ({ stdout }: Ran) => view.parse(JSON.parse(stdout));
const verdicts = (ran: Ran) =>
  reportOf(ran).checks.map(({ area, id, verdict }) => `${area}/${id} ${verdict}`);
const firstFailure = (ran: Ran) => reportOf(ran).checks.find(({ verdict }) => verdict === 'fail');

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: object) => `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`;
const seconds = (minutes: number) => Math.floor(testTime.getTime() / 1000) + minutes * 60;
const ada = (claims: object = {}) => ({
  PORT_ACCESS_TOKEN: jwt({ email: 'ada@example.com', exp: seconds(180), ...claims }),
});

const date = { date: testTime.toUTCString() };
const unauthorized: Answer = {
  status: 401,
  json: { ok: false, error: 'unauthorized', message: 'Unauthorized' },
  headers: date,
};
const acme: Answer = { json: { ok: true, organization: { id: 'org_1', name: 'Acme' } } };
const roleOf = (name: string): Answer => ({
  json: { ok: true, user: { email: 'ada@example.com', roles: [{ name }] } },
});

/** Asks for a token first, as Port does. */
const guarded =
  (answer: Answer) =>
  ({ headers }: Seen): Answer =>
    headers['authorization'] === undefined ? unauthorized : answer;

const organization = 'GET /v1/organization';
const user = 'GET /v1/users/ada%40example.com';
const token = 'POST /v1/auth/access_token';

const list = 'GET /v1/llm-providers';
const update = 'PUT /v1/llm-providers/openai';
const secrets = 'GET /v1/organization/secrets';
const defaults = 'GET /v1/llm-providers/defaults';
const quota = 'GET /v1/quota/ai-invocations';

const openai = {
  provider: 'openai',
  enabled: true,
  config: { apiKeySecretName: 'openai-key' },
  effectiveModels: { 'gpt-5': { enabled: true } },
};
const providersAre = (...providers: object[]): Answer => ({
  json: { ok: true, result: providers },
});
const defaultIs = (provider: string, model: string): Answer => ({
  json: { ok: true, result: { provider, model, updatedAt: '2026-01-01T00:00:00.000Z' } },
});
const month = (left: number): Answer => ({
  json: { monthlyLimit: 500, remainingQuota: left, month: '2026-01', remainingTimeMs: 86_400_000 },
});
const forbidden: Answer = {
  status: 403,
  json: { ok: false, error: 'forbidden', message: 'Not yours' },
};

const healthy = {
  [organization]: guarded(acme),
  [user]: roleOf('Admin'),
  [list]: providersAre(openai),
  [secrets]: { json: { ok: true, secrets: [{ secretName: 'openai-key' }] } },
  [defaults]: defaultIs('openai', 'gpt-5'),
  [quota]: month(400),
};

const doctor = (options: RunOptions, words = '') =>
  portai(`doctor --json ${words}`.trim(), options);

test('where all is well each line passes or does not apply, and the exit code is 0', async () => {
  const { send } = script(healthy);
  const ran = await doctor({ send, env: ada() });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  const bad = reportOf(ran).checks.filter(({ verdict }) => !['pass', 'skip'].includes(verdict));
  expect(bad).toEqual([]);
  expect(reportOf(ran)).toMatchObject({
    profile: 'default',
    address: 'https://api.port.io',
    organization: { id: 'org_1', name: 'Acme' },
    exitCode: 0,
  });
});

test('the sandbox is well from the first minute', async () => {
  const ran = await portai('doctor --sandbox --json');
  expect(ran.code).toBe(0);
  expect(firstFailure(ran)).toBeUndefined();
});

test('each setting stands with its source', async () => {
  const { send } = script(healthy);
  const env = { ...ada(), PORT_REGION: 'us', PORTAI_TIMEOUT: '12' };
  const ran = await doctor({ send, env }, '--retries 0');
  const said = Object.fromEntries(reportOf(ran).checks.map(({ id, says }) => [id, says]));
  expect(said).toMatchObject({
    address: 'https://api.us.port.io (PORT_REGION)',
    timeout: '12 s (PORTAI_TIMEOUT)',
    retries: '0 (--retries)',
    profile: 'default (default)',
    'ca-file': 'none given',
  });
});

const notSent: Send = (request) => {
  throw new Error(`${request.url.pathname} was asked for`);
};
const broken =
  (cause: 'DNS_FAILED' | 'TLS_UNTRUSTED' | 'CONNECT_REFUSED' | 'TIMEOUT'): Send =>
  ({ url }) =>
    Promise.reject(
      transportFailure(cause, `Cannot reach ${url.host}: ${cause}`, {
        details: { cause, phase: cause === 'TIMEOUT' ? 'waiting' : 'connecting', sent: false },
      }),
    );
const always =
  (answer: Answer): Send =>
  () =>
    Promise.resolve({
      status: answer.status ?? 200,
      headers: { 'content-type': 'application/json', ...answer.headers },
      body: answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json)),
    });

interface Broken {
  readonly options: () => RunOptions;
  readonly words?: string;
  readonly fails: string;
  readonly says: RegExp;
  readonly next: string;
  readonly code: number;
}

/** The folder of somebody who signed in for the region EU. */
const signedInForEurope = async (): Promise<string> => {
  const dir = freshFolder();
  const login = 'auth login --client-id client-1 --value-env GIVEN --no-verify';
  expect(await portai(login, { dir, env: { GIVEN: 'secret-of-client-1' } })).toMatchObject({
    code: 0,
  });
  return dir;
};
const europe = await signedInForEurope();

function folderWith(path: string, text: string): string {
  const dir = freshFolder();
  mkdirSync(join(dir, path, '..'), { recursive: true, mode: 0o700 });
  writeFileSync(join(dir, path), text, { mode: 0o600 });
  return dir;
}

/** Everything as it should be, but for some answers. */
const but = (changes: Parameters<typeof script>[0]) => () => ({
  env: ada(),
  send: script({ ...healthy, ...changes }).send,
});

/** Both control planes at once. */
const withPortkey = (answers: Parameters<typeof script>[0]) => () => ({
  env: { ...ada(), PORTKEY_API_KEY: 'key-of-this-test' },
  send: hosts({
    'api.port.io': script(healthy).send,
    'api.portkey.ai': script({
      'GET /v1/integrations': page(integration),
      'GET /v1/providers': page(),
      'GET /v1/admin/workspaces': page(workspace),
      'GET /v1/integrations/one/workspaces': accesses('active'),
      ...answers,
    }).send,
  }),
});
const page = (...data: object[]): Answer => ({
  json: { object: 'list', total: data.length, data },
});
const integration = { slug: 'one', name: 'one', ai_provider_id: 'openai', status: 'active' };
const workspace = { id: 'ws-1', slug: 'eng', name: 'Engineering' };
const accesses = (status: string): Answer => ({
  json: { workspaces: [{ id: 'ws-1', enabled: true, status }] },
});

const client = { PORT_CLIENT_ID: 'client-1', PORT_CLIENT_SECRET: 'secret-of-client-1' };

/** Source: the list of bad input that a command is tested with, as far as it is a state and not a word. */
const states: Readonly<Record<string, Broken>> = {
  'no credentials': {
    options: () => ({ send: script({ [organization]: unauthorized }).send }),
    fails: 'credentials/credentials',
    says: /No credentials/,
    next: 'portai auth login',
    code: 3,
  },
  'wrong credentials': {
    options: () => ({
      env: client,
      send: script({
        [organization]: unauthorized,
        [token]: { status: 401, json: { ok: false, error: 'invalid_credentials', message: 'No' } },
      }).send,
    }),
    fails: 'token/token',
    says: /No/,
    next: 'portai explain invalid_credentials',
    code: 3,
  },
  'half of a pair': {
    options: () => ({
      env: { PORT_CLIENT_ID: 'client-1' },
      send: script({ [organization]: unauthorized }).send,
    }),
    fails: 'credentials/credentials',
    says: /PORT_CLIENT_SECRET is not set/,
    next: 'portai help environment',
    code: 2,
  },
  'credentials of another address': {
    options: () => ({
      dir: europe,
      env: { PORT_REGION: 'us' },
      send: script({ [organization]: unauthorized }).send,
    }),
    fails: 'credentials/credentials',
    says: /stored for https:\/\/api\.port\.io and are not sent to https:\/\/api\.us\.port\.io/,
    next: 'portai auth login --profile default --port-region us',
    code: 3,
  },
  'a damaged settings file': {
    options: () => ({
      dir: folderWith('settings/profiles/prod.json', '{'),
      env: { ...signedIn, PORTAI_PROFILE: 'prod' },
      send: notSent,
    }),
    fails: 'settings/settings',
    says: /profiles\/prod\.json: it is not valid JSON/,
    next: 'portai profiles delete prod',
    code: 2,
  },
  'a settings folder in which nothing can be written': {
    options: () => ({ dir: folderWith('tokens', ''), env: ada(), send: script(healthy).send }),
    fails: 'settings/folder',
    says: /tokens: it is a file, not a folder/,
    next: 'portai explain FileAccess',
    code: 2,
  },
  'a profile that there is not': {
    options: () => ({ send: notSent }),
    words: '--profile nope',
    fails: 'settings/settings',
    says: /no profile/,
    next: 'portai --profile nope profiles list',
    code: 4,
  },
  'a variable that cannot be read': {
    options: () => ({ env: { PORT_REGION: 'mars' }, send: notSent }),
    fails: 'settings/address',
    says: /PORT_REGION must be eu or us/,
    next: 'portai help environment',
    code: 2,
  },
  'a proxy that is none': {
    options: () => ({ env: { ...ada(), HTTPS_PROXY: 'socks5://x' }, send: script(healthy).send }),
    fails: 'route/proxy',
    says: /HTTPS_PROXY is not the URL/,
    next: 'portai explain CONFIG_INVALID',
    code: 2,
  },
  'no such host': {
    options: () => ({ env: ada(), send: broken('DNS_FAILED') }),
    fails: 'route/dns',
    says: /DNS_FAILED/,
    next: 'portai explain DNS_FAILED',
    code: 6,
  },
  'a host that a variable names, and that there is not': {
    options: () => ({
      env: { ...ada(), PORT_BASE_URL: 'https://api.prot.io' },
      send: broken('DNS_FAILED'),
    }),
    fails: 'route/dns',
    says: /api\.prot\.io/,
    next: 'portai help environment',
    code: 6,
  },
  'a certificate that is not trusted': {
    options: () => ({ env: ada(), send: broken('TLS_UNTRUSTED') }),
    fails: 'route/tls',
    says: /TLS_UNTRUSTED/,
    next: 'portai doctor --ca-file <file>',
    code: 6,
  },
  'no answer in time': {
    options: () => ({ env: ada(), send: broken('TIMEOUT') }),
    fails: 'route/answer',
    says: /TIMEOUT/,
    next: 'portai doctor --timeout 120',
    code: 6,
  },
  'a web page': {
    options: () => ({
      env: ada(),
      send: always({ text: '<!doctype html><title>Sign in</title>' }),
    }),
    fails: 'route/answer',
    says: /answered HTML \(HTTP 200\): the web page "Sign in"/,
    next: 'portai explain html_answer',
    code: 6,
  },
  'an answer of nothing': {
    options: () => ({ env: ada(), send: always({ status: 204, text: '' }) }),
    fails: 'route/answer',
    says: /HTTP 204.*nothing in it/,
    next: 'portai explain unexpected_answer',
    code: 6,
  },
  'an answer that breaks off': {
    options: () => ({ env: ada(), send: always({ text: '{"ok":true,"organ' }) }),
    fails: 'route/answer',
    says: /no JSON, or was cut off/,
    next: 'portai explain unexpected_answer',
    code: 6,
  },
  'a refusal in a success': {
    options: () => ({
      env: ada(),
      send: always({ json: { ok: false, error: 'internal_error', message: 'Broken' } }),
    }),
    fails: 'token/token',
    says: /Broken/,
    next: 'portai explain internal_error',
    code: 6,
  },
  'a redirect to another host': {
    options: () => ({
      env: ada(),
      send: ({ url }) =>
        Promise.reject(
          transportFailure('REDIRECTED', `${url.host} redirects to sso.example.com (302)`),
        ),
    }),
    fails: 'route/answer',
    says: /redirects to sso\.example\.com/,
    next: 'portai explain REDIRECTED',
    code: 6,
  },
  'a server that fails': {
    options: () => ({ env: ada(), send: always({ status: 503, json: { message: 'Down' } }) }),
    fails: 'route/answer',
    says: /Down/,
    next: 'portai explain internal_error',
    code: 6,
  },
  'a limit of requests': {
    options: () => ({ env: ada(), send: always({ status: 429, json: { message: 'Slower' } }) }),
    fails: 'route/answer',
    says: /Slower/,
    next: 'portai explain rate_limit',
    code: 11,
  },
  'an address that is not on the allow-list': {
    options: () => ({
      env: ada(),
      send: always({ status: 403, text: 'IP not whitelisted. Found x-forwarded-for: 192.0.2.1' }),
    }),
    fails: 'route/answer',
    says: /IP not whitelisted/,
    next: 'portai explain ip_not_allowed',
    code: 7,
  },
  'control characters in a message': {
    options: () => ({
      env: ada(),
      send: always({ status: 500, json: { message: 'gone\u001b[2Jwrong' } }),
    }),
    fails: 'route/answer',
    says: /^gone.{0,6}wrong$/,
    next: 'portai explain internal_error',
    code: 6,
  },
  'a clock an hour off': {
    options: () => ({
      env: ada(),
      now: () => new Date(testTime.getTime() + 3_600_000),
      send: script(healthy).send,
    }),
    fails: 'clock/clock',
    says: /^60 minutes ahead of the server's/,
    next: 'portai explain CLOCK_SKEW',
    code: 8,
  },
  'a token that has ended': {
    options: () => ({
      env: ada({ exp: seconds(-60) }),
      send: script(Object.fromEntries(Object.keys(healthy).map((route) => [route, unauthorized])))
        .send,
    }),
    fails: 'token/token',
    says: /Unauthorized: the token ended at 2026-01-15T11:00:00\.000Z/,
    next: 'portai explain unauthorized',
    code: 3,
  },
  'a secret that a provider names and that there is not': {
    options: but({ [secrets]: { json: { ok: true, secrets: [] } } }),
    fails: 'providers/secrets',
    says: /openai-key/,
    next: 'portai secrets add openai-key --value-file <file>',
    code: 8,
  },
  'a provider that is disabled': {
    options: but({
      [list]: providersAre({ ...openai, enabled: false }),
      [defaults]: defaultIs('port', 'any'),
    }),
    fails: 'providers/enabled',
    says: /disabled/,
    next: 'portai providers put openai --enable',
    code: 8,
  },
  'a default that is switched off': {
    options: but({ [defaults]: defaultIs('openai', 'gpt-4') }),
    fails: 'providers/default',
    says: /gpt-4 is not enabled/,
    next: 'portai defaults set --provider openai --model gpt-5',
    code: 8,
  },
  'a default of a provider that is not there': {
    options: but({ [defaults]: defaultIs('anthropic', 'claude-opus-4-6') }),
    fails: 'providers/default',
    says: /of anthropic, which is not configured/,
    next: 'portai defaults set --provider openai --model gpt-5',
    code: 8,
  },
  'a model that has ended': {
    options: () => ({
      ...but({
        [list]: providersAre({
          provider: 'bedrock',
          enabled: true,
          config: { region: 'us-east-1', roleArn: 'arn:aws:iam::123456789012:role/port' },
          effectiveModels: { 'claude-sonnet-4-20250514': { enabled: true } },
        }),
        [defaults]: defaultIs('port', 'any'),
        [organization]: acme,
      })(),
      env: ada({ exp: seconds(60 * 24 * 400) }),
      now: () => new Date('2026-11-01T00:00:00Z'),
    }),
    fails: 'providers/models',
    says: /has ended on Bedrock since/,
    next: 'portai providers models disable bedrock claude-sonnet-4-20250514',
    code: 8,
  },
  'providers that may not be listed': {
    options: but({ [list]: forbidden }),
    fails: 'providers/providers',
    says: /Not yours/,
    next: 'portai explain forbidden',
    code: 7,
  },
  'secrets that cannot be read just now': {
    options: but({ [secrets]: { status: 500, json: { message: 'Broken' } } }),
    fails: 'providers/secrets',
    says: /Broken/,
    next: 'portai explain internal_error',
    code: 6,
  },
  'a month that is used up': {
    options: but({ [quota]: month(0) }),
    fails: 'quota/quota',
    says: /^used up: 500 of 500/,
    next: 'portai defaults set --provider <type> --model <model>',
    code: 11,
  },
  'a model that does not pass the test': {
    options: but({
      [update]: {
        status: 400,
        json: {
          ok: false,
          error: {
            name: 'LLMProviderModelTestError',
            message: 'Connection test failed',
            details: { testedModels: { 'gpt-5': { isValid: false, message: 'Invalid API key' } } },
          },
        },
      },
    }),
    words: '--validate',
    fails: 'providers/live',
    says: /^gpt-5: Invalid API key$/,
    next: 'portai secrets set openai-key --value-file <file>',
    code: 8,
  },
  'a write that is refused to credentials without a known role': {
    options: but({
      [user]: forbidden,
      [update]: {
        status: 403,
        json: { name: 'llm_provider_manage_forbidden', message: 'Admins only' },
      },
    }),
    words: '--validate',
    fails: 'organization/role',
    says: /Port refused a write/,
    next: 'portai auth login',
    code: 7,
  },
  'a key that Portkey refuses': {
    options: withPortkey({
      'GET /v1/integrations': {
        status: 401,
        json: { success: false, data: { message: 'Unauthorised', errorCode: 'AB05' } },
      },
    }),
    fails: 'portkey/key',
    says: /Unauthorised/,
    next: 'portai explain AB05',
    code: 3,
  },
  'a budget of Portkey that is used up': {
    options: withPortkey({ 'GET /v1/integrations/one/workspaces': accesses('exhausted') }),
    fails: 'portkey/access',
    says: /^one in eng: the budget is used up/,
    next: 'portai integrations workspaces limits one eng --reset-usage',
    code: 11,
  },
  'an AI provider of Portkey that has ended': {
    options: withPortkey({
      'GET /v1/providers': page({ slug: 'old', name: 'old', expires_at: '2026-01-01T00:00:00Z' }),
    }),
    fails: 'portkey/providers',
    says: /^old ended at 2026-01-01/,
    next: 'portai integrations access',
    code: 8,
  },
  'a member who wants providers tested': {
    options: but({ [user]: roleOf('Member') }),
    words: '--validate',
    fails: 'organization/role',
    says: /^Member: may read, but not manage providers$/,
    next: 'portai auth login',
    code: 7,
  },
};

describe('the first line that fails is the cause', () => {
  test.each(Object.entries(states))('%s', async (_, { options, words, ...expected }) => {
    const ran = await doctor(options(), words);
    const found = firstFailure(ran);
    expect({
      fails: found && `${found.area}/${found.id}`,
      next: found?.next[0]?.command,
      code: ran.code,
    }).toEqual({ fails: expected.fails, next: expected.next, code: expected.code });
    expect(found?.says).toMatch(expected.says);
    expect(ran.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });

  test.each(Object.entries(states))(
    '%s: whatever is not well has a command that can be pasted',
    async (_, { options, words }) => {
      const { checks } = reportOf(await doctor(options(), words));
      const bare = checks.filter(
        ({ verdict, next }) => ['warn', 'fail', 'unknown'].includes(verdict) && next.length === 0,
      );
      expect(bare).toEqual([]);
    },
  );

  test('what rests on it is unknown, neither failed nor passed', async () => {
    const ran = await doctor({ env: ada(), send: broken('CONNECT_REFUSED') });
    expect(verdicts(ran).slice(-10)).toEqual([
      'route/dns pass',
      'route/connection fail',
      'route/tls unknown',
      'route/answer unknown',
      'clock/clock unknown',
      'token/token unknown',
      'organization/organization unknown',
      'providers/providers unknown',
      'quota/quota unknown',
      'portkey/key skip',
    ]);
  });

  test('without credentials the way, the answer and the clock are looked at all the same', async () => {
    const ran = await doctor({ send: script({ [organization]: unauthorized }).send });
    expect(verdicts(ran)).toEqual(
      expect.arrayContaining(['route/answer pass', 'clock/clock pass', 'token/token unknown']),
    );
  });
});

test('a member is told what he may not do, which is no failure', async () => {
  const { send } = script({ ...healthy, [user]: roleOf('Member') });
  const ran = await doctor({ env: ada(), send });
  expect(ran.code).toBe(0);
  expect(verdicts(ran)).toContain('organization/role warn');
});

test('without the time of the server nothing is said of the clock', async () => {
  const { send } = script({ ...healthy, [organization]: acme });
  const ran = await doctor({ env: ada(), send });
  expect(ran.code).toBe(0);
  expect(verdicts(ran)).toContain('clock/clock unknown');
});

test('a variable that hides what a profile says is a warning', async () => {
  const dir = freshFolder();
  await portai('profiles set prod --port-region us --timeout 7', { dir });
  const env = { ...ada(), PORTAI_PROFILE: 'prod', PORT_REGION: 'eu', PORTAI_TIMEOUT: '12' };
  const ran = await doctor({ dir, env, send: script(healthy).send });
  expect(ran.code).toBe(0);
  const warnings = reportOf(ran).checks.filter(({ verdict }) => verdict === 'warn');
  expect(warnings.map(({ says }) => says)).toEqual([
    'PORTAI_TIMEOUT is set and goes before timeout of profile "prod"',
    'PORT_REGION is set and goes before address of profile "prod"',
  ]);
});

test('credentials of the environment that hide stored ones are a warning', async () => {
  const ran = await doctor({ dir: europe, env: ada(), send: script(healthy).send });
  expect(verdicts(ran)).toContain('credentials/hidden warn');
  expect(ran.code).toBe(0);
});

describe('several profiles', () => {
  test('are looked at in one go, in the order of their names, and the worst decides', async () => {
    const dir = freshFolder();
    await portai('profiles set one --port-region us', { dir });
    await portai('profiles set two --port-region eu', { dir });
    const { send } = script(healthy);
    const ran = await doctor({ dir, env: ada(), send }, '--profile two,nope,one');
    const reports = z.array(view).parse(JSON.parse(ran.stdout));
    expect(reports.map(({ profile, exitCode }) => [profile, exitCode])).toEqual([
      ['two', 0],
      ['nope', 4],
      ['one', 0],
    ]);
    expect(ran.code).toBe(4);
    const [, nope] = reports;
    expect(nope?.checks.find(({ verdict }) => verdict === 'fail')?.next[0]?.command).toBe(
      'portai --profile nope profiles list',
    );
  });

  test('of all profiles is an array, be there one', async () => {
    const ran = await doctor({ env: ada(), send: script(healthy).send }, '--all-profiles');
    expect(z.array(view).parse(JSON.parse(ran.stdout))).toHaveLength(1);
  });
});

test('on a screen the checks stand by area, and the last line says where to begin', async () => {
  const { send } = script({ [organization]: unauthorized });
  const { stdout, code } = await portai('doctor', { send, screen: true, env: { NO_COLOR: '1' } });
  expect(code).toBe(3);
  expect(stdout).toMatch(/^credentials\n {2}✗ fail {4}Credentials +No credentials for Port$/m);
  expect(stdout.trimEnd().split('\n').slice(-2)).toEqual([
    expect.stringMatching(/^1 failed, 4 not known, \d+ passed\. Begin with:$/),
    '  portai auth login',
  ]);
});

test('on a pipe each check is a row', async () => {
  const { send } = script(healthy);
  const { stdout } = await portai('doctor', { send, env: ada() });
  expect(stdout).toContain(
    'default\torganization\t-\trole\tpass\tAdmin: may manage providers\t-\n',
  );
  for (const row of stdout.trimEnd().split('\n')) expect(row.split('\t')).toHaveLength(7);
});

describe('providers', () => {
  test('what may not be listed is unknown, and no failure', async () => {
    const ran = await doctor(but({ [secrets]: forbidden, [defaults]: forbidden })());
    expect(ran.code).toBe(0);
    expect(verdicts(ran)).toContain('providers/secrets unknown');
  });

  test('a month that is nearly used up, and a model that ends soon, are warnings', async () => {
    const now = new Date('2026-11-27T12:00:00Z');
    const ran = await doctor({
      ...but({ [quota]: month(40), [organization]: acme })(),
      env: { PORT_ACCESS_TOKEN: 'opaque' },
      now: () => now,
    });
    expect(ran.code).toBe(0);
    const says = reportOf(ran)
      .checks.filter(({ verdict }) => verdict === 'warn')
      .map((check) => check.says);
    expect(says).toEqual([
      'gpt-5 ends at OpenAI in 14 days, on 2026-12-11 (dates of 2026-11-20, 7 days old)',
      'nearly used up: 460 of 500 invocations used; anew at 2026-11-28T12:00:00Z',
    ]);
  });

  test('a test that was asked for and stayed open ends with 12', async () => {
    const noModels = { ...openai, effectiveModels: { 'gpt-5': { enabled: false } } };
    const options = but({ [list]: providersAre(noModels), [defaults]: defaultIs('port', 'any') });
    const ran = await doctor(options(), '--validate');
    expect(ran.code).toBe(12);
    expect(verdicts(ran)).toContain('providers/live unknown');
  });

  test('without a secret there is no test: it would only fail once more', async () => {
    const ran = await doctor(
      but({ [secrets]: { json: { ok: true, secrets: [] } } })(),
      '--validate',
    );
    expect(verdicts(ran)).toEqual(
      expect.arrayContaining(['providers/secrets fail', 'providers/live unknown']),
    );
  });

  test('a test that passes proves the role, and says how long it took', async () => {
    const { send, asked } = script({
      ...healthy,
      [user]: forbidden,
      [update]: { json: { ok: true, result: openai } },
    });
    const ran = await doctor({ env: ada(), send }, '--validate');
    expect(ran.code).toBe(0);
    expect(verdicts(ran)).toEqual(
      expect.arrayContaining(['organization/role pass', 'providers/live pass']),
    );
    expect(asked().filter((each) => each.startsWith('PUT'))).toEqual([update]);
  });

  test('without --validate nothing is written', async () => {
    const { send, asked } = script(healthy);
    await doctor({ env: ada(), send });
    expect(asked().filter((each) => !each.startsWith('GET'))).toEqual([]);
  });

  test('the order of lines is not that of the answers', async () => {
    const { send } = script({
      ...healthy,
      [list]: providersAre({ ...openai, provider: 'vertex-x' }, openai),
    });
    const slowest = async (slow: RegExp) =>
      doctor({
        env: ada(),
        send: async (request) => {
          const turns = slow.test(request.url.pathname) ? 50 : 1;
          for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
          return send(request);
        },
      });
    const [one, other] = [await slowest(/llm-providers$/), await slowest(/organization|quota/)];
    expect(verdicts(one)).toEqual(verdicts(other));
  });

  test('a provider with its secrets and models is told as it is stored', async () => {
    const { stdout } = await doctor(but({})());
    expect(JSON.parse(stdout)).toMatchObject({
      providers: [
        {
          provider: 'openai',
          enabled: true,
          secrets: [{ name: 'openai-key', exists: true }],
          models: [{ model: 'gpt-5', enabled: true, isDefault: true }],
        },
      ],
    });
  });
});

describe('Portkey', () => {
  test('with a key that works its lines pass', async () => {
    const ran = await doctor(withPortkey({})());
    expect(ran.code).toBe(0);
    expect(verdicts(ran).filter((each) => each.startsWith('portkey/'))).toEqual([
      'portkey/key pass',
      'portkey/reach pass',
      'portkey/integrations pass',
      'portkey/access pass',
      'portkey/providers skip',
    ]);
  });

  test('a key of a workspace is not proved to be more, which is no failure', async () => {
    const refused: Answer = {
      status: 403,
      json: { success: false, data: { message: 'Forbidden', errorCode: 'AB03' } },
    };
    const ran = await doctor(withPortkey({ 'GET /v1/admin/workspaces': refused })());
    expect(ran.code).toBe(0);
    expect(verdicts(ran)).toContain('portkey/reach unknown');
  });

  test('with a key for Portkey alone Port is left out, and nothing fails', async () => {
    const { send } = withPortkey({})();
    const ran = await doctor({ send, env: { PORTKEY_API_KEY: 'key-of-this-test' } });
    expect(ran.code).toBe(0);
    expect(verdicts(ran)).toContain('credentials/credentials skip');
    expect(verdicts(ran).filter((each) => each.startsWith('route/'))).toEqual([]);
  });
});

describe('in the sandbox', () => {
  test('a member may read, and a test is refused to him', async () => {
    const env = { PORTAI_SANDBOX: 'member' };
    expect(await portai('doctor --json', { env })).toMatchObject({ code: 0 });
    const ran = await portai('doctor --validate --json', { env });
    expect(ran.code).toBe(7);
    expect(firstFailure(ran)).toMatchObject({ area: 'organization', id: 'role' });
    expect(firstFailure(ran)?.next[0]?.command).toBe('portai --sandbox doctor');
  });

  test('a key that stops working is found by --validate, with what helps', async () => {
    const dir = freshFolder();
    const env = { PORTAI_SANDBOX: '1', KEY: 'sk-proj-invalid-abcdefghijklmnopqrstuvwxyz' };
    await portai('secrets add openai-key --value-env KEY', { dir, env });
    await portai('providers put openai --api-key-secret openai-key', { dir, env });
    const ran = await portai('doctor --validate --json', { dir, env });
    expect(ran.code).toBe(8);
    const found = firstFailure(ran);
    expect(found).toMatchObject({ area: 'providers', id: 'live', provider: 'openai' });
    expect(found?.next[0]?.command).toBe('portai secrets set openai-key --value-file <file>');
    expect(ran.stdout + ran.stderr).not.toContain(env.KEY);
  });
});

describe('over real connections', () => {
  const real = async (url: string, env: Readonly<Record<string, string>> = {}, seconds = 10) => {
    const send = openSend({ timeoutMs: seconds * 1000, ...authoritiesIn(tlsFile('ca.pem')) }, env);
    const words = `--retries 0 --timeout ${seconds}`;
    return doctor({ send, env: { ...ada(), ...env, PORT_BASE_URL: url } }, words);
  };

  test.each([
    ['expired', 'TLS_EXPIRED'],
    ['wrong-host', 'TLS_HOSTNAME'],
    ['self-signed', 'TLS_UNTRUSTED'],
  ] as const)('a certificate that is %s fails at TLS', async (certificate, name) => {
    const server = await serveTls(certificate, (_, answer) => answer.end());
    const ran = await real(server.url);
    await server.close();
    expect(ran.code).toBe(6);
    expect(firstFailure(ran)).toMatchObject({ area: 'route', id: 'tls' });
    expect(verdicts(ran)).toContain('route/connection pass');
    const commands = firstFailure(ran)?.next.map(({ command }) => command);
    expect(commands).not.toEqual([]);
    expect(commands?.join()).toMatch(name === 'TLS_HOSTNAME' ? /environment/ : new RegExp(name));
  });

  test('a port on which nobody listens fails at the connection', async () => {
    const ran = await real(await closedPort());
    expect(ran.code).toBe(6);
    expect(firstFailure(ran)).toMatchObject({ area: 'route', id: 'connection' });
  });

  test('a server that never answers fails at the answer', async () => {
    const server = await answerRaw('', 'stall');
    const ran = await real(server.url, {}, 0.5);
    await server.close();
    expect(ran.code).toBe(6);
    expect(firstFailure(ran)).toMatchObject({ area: 'route', id: 'answer' });
  });

  test('a proxy that does not let through fails at the connection, and is named', async () => {
    const proxy = await serveProxy({ status: 403 });
    const ran = await real('https://api.port.io', { HTTPS_PROXY: proxy.url });
    await proxy.close();
    expect(ran.code).toBe(6);
    expect(firstFailure(ran)).toMatchObject({ area: 'route', id: 'connection' });
    const way = reportOf(ran).checks.find(({ id }) => id === 'proxy');
    expect(way).toMatchObject({ verdict: 'pass', says: expect.stringContaining('(HTTPS_PROXY)') });
  });
});
