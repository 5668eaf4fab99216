import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { HttpResponse, Method, Send } from '../../src/core/http.ts';
import { dialectNames, type DialectName } from '../../src/sandbox/port/dialects.ts';
import { openSandbox, type Sandbox } from '../../src/sandbox/open.ts';
import { sandboxCredentials } from '../../src/sandbox/port/token.ts';
import {
  answerCheck,
  isPublishedHere,
  isPublishedStatus,
  publishedPath,
  requestCheck,
  sayWhatIsMissing,
} from '../support/published.ts';
import { freshFolder, portai, testTime, type Ran } from '../support/run.ts';
import { freshSandbox } from '../support/sandbox-routes.ts';

/** One script against the sandbox in each of its dialects: what a person sees must not depend on it. */

sayWhatIsMissing(1);

const script: readonly (readonly [string, number])[] = [
  ['auth status --json', 0],
  ['secrets add openai-key --value-env OPENAI', 0],
  ['secrets add claude-key --value-env CLAUDE --description Claude', 0],
  ['secrets list --json', 0],
  ['secrets get claude-key --json', 0],
  ['secrets set openai-key --value-env OPENAI', 0],
  ['providers list --json', 0],
  ['providers get openai', 4],
  ['providers put openai --api-key-secret openai-key --json', 0],
  ['defaults set --provider openai --model gpt-5 --json', 0],
  ['defaults get --json', 0],
  ['defaults get', 0],
  ['providers put openai --api-key-secret openai-key', 0],
  [
    'providers put anthropic --api-key-secret claude-key --disable-model claude-sonnet-4-5-20250929 --validate --json',
    0,
  ],
  ['providers put anthropic --api-key-secret openai-key --validate', 8],
  ['providers get anthropic --json', 0],
  ['providers get anthropic', 0],
  ['providers models list anthropic --json', 0],
  ['providers models disable anthropic claude-sonnet-4-20250514 --json', 0],
  ['providers models list anthropic', 0],
  ['providers models enable anthropic claude-sonnet-4-20250514', 0],
  ['defaults set --provider anthropic --model claude-nonsense', 9],
  ['providers models disable openai gpt-5', 5],
  ['providers put openai --disable', 5],
  ['validate openai --json', 0],
  ['validate --all --static --json', 0],
  ['providers put openai --api-key-secret absent-key', 5],
  ['providers put openai --api-key-secret absent-key --force', 9],
  ['secrets usages openai-key --json', 0],
  ['secrets delete openai-key --yes', 5],
  ['providers delete anthropic --yes', 0],
  ['providers delete anthropic --yes', 4],
  ['providers list', 0],
];

interface Exchange {
  readonly method: Method;
  readonly pathname: string;
  readonly body: string | undefined;
  readonly answer: HttpResponse;
}

interface Played {
  readonly runs: readonly Ran[];
  readonly exchanges: readonly Exchange[];
}

async function play(dialect: DialectName): Promise<Played> {
  const sandbox = openSandbox({
    now: () => testTime,
    sleep: () => Promise.resolve(),
    random: () => 0.5,
    dialect,
  });
  const exchanges: Exchange[] = [];
  const send: Send = async (request) => {
    const answer = await sandbox.send(request);
    const { method, url, body } = request;
    exchanges.push({ method, pathname: url.pathname, body, answer });
    return answer;
  };
  const env = {
    PORT_BASE_URL: 'https://port.example',
    PORT_CLIENT_ID: sandboxCredentials.admin.clientId,
    PORT_CLIENT_SECRET: sandboxCredentials.admin.clientSecret,
    OPENAI: 'sk-good-openai',
    CLAUDE: 'sk-ant-good-claude',
  };
  await chooseDefault(sandbox);
  const dir = freshFolder();
  const runs: Ran[] = [];
  for (const [words] of script) runs.push(await portai(words, { dir, env, send }));
  return { runs, exchanges };
}

/** An organization whose default was chosen before the script begins. */
async function chooseDefault(sandbox: Sandbox): Promise<void> {
  await sandbox.send({
    method: 'PUT',
    url: new URL('https://port.example/v1/llm-providers/defaults'),
    headers: { authorization: `Bearer ${await sandbox.token('admin')}` },
    body: JSON.stringify({ provider: 'port', model: 'claude-sonnet-4-5-20250929' }),
  });
}

const played = new Map<DialectName, Played>();
const of = (dialect: DialectName): Played => played.get(dialect) ?? { runs: [], exchanges: [] };

beforeAll(async () => {
  for (const dialect of dialectNames) played.set(dialect, await play(dialect));
});

test('the script has thirty commands and more', () => {
  expect(script.length).toBeGreaterThanOrEqual(30);
});

describe.each(dialectNames)('in the dialect %s', (dialect) => {
  test.each(script.map(([words, code], index) => ({ words, code, index })))(
    '$words ends with $code and says what it says in the others',
    ({ code, index }) => {
      const ran = of(dialect).runs[index];
      expect(ran?.code, ran?.stderr).toBe(code);
      expect(ran).toEqual(of('guide').runs[index]);
    },
  );
});

/** The keys beside `ok`, and whether an error is an object, in the answers of a dialect. */
function formsOf(dialect: DialectName) {
  const outer = z.record(z.string(), z.unknown());
  const keys = new Set<string>();
  const errors = new Set<string>();
  for (const { pathname, answer } of of(dialect).exchanges) {
    if (!pathname.startsWith('/v1/llm-providers') || answer.body === '') continue;
    const body = outer.parse(JSON.parse(answer.body));
    if (answer.status >= 400) errors.add(typeof body['error']);
    else Object.keys(body).forEach((key) => keys.add(key));
  }
  return { keys: [...keys].sort(), errors: [...errors] };
}

test('the dialects differ on the wire', () => {
  expect(Object.fromEntries(dialectNames.map((each) => [each, formsOf(each)]))).toEqual({
    guide: { keys: ['ok', 'result'], errors: ['object'] },
    document: { keys: ['ok', 'result'], errors: ['string'] },
    terraform: { keys: ['defaults', 'ok', 'provider', 'providers'], errors: ['string'] },
    observed: { keys: ['ok', 'result'], errors: ['object'] },
  });
});

/** What the document asks of a provider in an answer, in our own words: a clone without it has this. */
const documented = z.strictObject({
  provider: z.enum(['openai', 'azure-openai', 'anthropic', 'bedrock', 'port']),
  enabled: z.boolean(),
  effectiveModels: z.strictObject(
    Object.fromEntries(
      [
        'gpt-5',
        'claude-sonnet-4-20250514',
        'claude-haiku-4-5-20251001',
        'claude-sonnet-4-5-20250929',
      ].map((model) => [model, z.strictObject({ enabled: z.boolean() })]),
    ),
  ),
  config: z.record(z.string(), z.unknown()).optional(),
  overrides: z.strictObject({ models: z.record(z.string(), z.unknown()) }).optional(),
  createdAt: z.iso.datetime().optional(),
  createdBy: z.string().optional(),
  updatedAt: z.iso.datetime().optional(),
  updatedBy: z.string().optional(),
});

test('every provider in the dialect of the document has the fields that it asks for', () => {
  const one = z.strictObject({ ok: z.literal(true), result: documented });
  const list = z.strictObject({ ok: z.literal(true), result: z.array(documented) });
  const answers = of('document').exchanges.filter(
    ({ pathname, answer }) =>
      /^\/v1\/llm-providers(?:\/(?!defaults$)[^/]+)?$/.test(pathname) && answer.status < 204,
  );
  expect(answers.length).toBeGreaterThan(20);
  for (const { answer } of answers) {
    expect(z.union([one, list]).safeParse(JSON.parse(answer.body)).error).toBeUndefined();
  }
});

/** Where the document contradicts itself, or leaves out what its own routes must answer. */
const contradictions: Readonly<Record<string, string>> = {
  'DELETE /v1/llm-providers/{provider} 204: no body': 'a 204 with a body is described',
  'GET /v1/organization 200: not described': 'only refusals are described',
  'GET /v1/organization/secrets 200: not described': 'only refusals are described',
  'POST /v1/organization/secrets 201: not described': 'only refusals are described',
  'PATCH /v1/organization/secrets/{secret_name} 200: not described': 'only refusals are described',
  'GET /v1/users/admin%40sandbox.local': 'this part of the document has no users',
};

test.runIf(isPublishedHere)(
  'every request and answer of the document dialect fits the document, but where it contradicts itself',
  () => {
    const departures = new Set<string>();
    for (const { method, pathname, body, answer } of of('document').exchanges) {
      const path = publishedPath(method, pathname);
      if (path === undefined) {
        departures.add(`${method} ${pathname}`);
        continue;
      }
      const asked = requestCheck(method, path);
      if (asked && answer.status < 400 && !asked(JSON.parse(body ?? 'null'))) {
        departures.add(`${method} ${path} request`);
      }
      const { status } = answer;
      const fits = answerCheck(method, path, status);
      const found = !isPublishedStatus(method, path, status)
        ? 'not described'
        : answer.body === '' || !fits
          ? fits && 'no body'
          : fits(JSON.parse(answer.body))
            ? undefined
            : [...new Set(fits.errors?.map(({ instancePath }) => instancePath))].join(' ');
      if (found !== undefined) departures.add(`${method} ${path} ${status}: ${found}`);
    }
    expect([...departures].sort()).toEqual(Object.keys(contradictions).sort());
  },
);

test('an organization without a default gets what Port uses, or null', async () => {
  const unset = await Promise.all(
    dialectNames.map(async (dialect) => {
      const { admin } = freshSandbox({ dialect });
      return [dialect, (await admin('GET', '/v1/llm-providers/defaults')).json];
    }),
  );
  const ofPort = { provider: 'port', model: 'claude-sonnet-4-5-20250929' };
  expect(Object.fromEntries(unset)).toEqual({
    guide: { ok: true, result: ofPort },
    document: { ok: true, result: ofPort },
    terraform: { ok: true, defaults: null },
    observed: { ok: true, result: ofPort },
  });
});
