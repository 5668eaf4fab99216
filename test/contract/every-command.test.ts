import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PortaiError } from '../../src/core/errors.ts';
import type { Send } from '../../src/core/http.ts';
import { missingFields } from '../../src/planes/port/rules/config-fields.ts';
import { needsOf } from '../../src/operations/integrations/catalogue-list.ts';
import type { Kind } from '../../src/planes/portkey/kinds/define.ts';
import { kindOf } from '../../src/planes/portkey/kinds/index.ts';
import { findProviderType } from '../../src/planes/port/provider-types/index.ts';
import { readChanges } from '../../src/settings/change-history.ts';
import { flagName } from '../../src/planes/port/provider-types/define.ts';
import { sandboxPortkeyKeys } from '../../src/sandbox/portkey/keys.ts';
import { everyCommand, type Leaf } from '../support/commands.ts';
import { inSandbox } from '../support/portkey-integration.ts';
import { connectOpenai } from '../support/portkey-sandbox.ts';
import { invokeInSandbox } from '../support/sandbox-invocation.ts';
import { freshFolder, portai, type Ran, type RunOptions } from '../support/run.ts';

/**
 * The contract of --json, over the whole command tree: a new command is covered by being there.
 * Arguments and required flags are made up from their names.
 */

const samples: Readonly<Record<string, string>> = {
  type: 'openai',
  name: 'openai-key',
  model: 'gpt-5',
  region: 'eu-west-1',
  arn: 'arn:aws:iam::123456789012:role/port',
  url: 'https://llm.example.com/v1',
  spec: 'my-model',
  id: 'my-sample-id',
  location: 'us-east5',
  slug: 'openai-prod',
  workspace: 'eng',
  'provider-id': 'groq',
  invocation: 'sample-invocation',
  method: 'GET',
  path: '/v1/organization',
};

/** What some commands need beyond what their arguments say. */
const extras: Readonly<Record<string, readonly string[]>> = {
  ask: ['--smoke'],
  'defaults set': ['--provider', 'openai', '--model', 'gpt-5'],
  'secrets add': ['--value-env', 'VALUE'],
  'secrets set': ['--value-env', 'VALUE'],
  'secrets rotate': ['--to', 'rotated-key', '--value-env', 'VALUE'],
  'auth login': ['--client-id', 'someone', '--value-env', 'VALUE'],
  'profiles set': ['--region', 'us'],
  'bedrock setup': ['--region', 'eu-west-1', '--create', '--yes'],
  'bedrock policy': ['--region', 'eu-west-1'],
  'bedrock diagnose': [
    ...['--region', 'eu-west-1', '--role-arn', 'arn:aws:iam::111122223333:role/port-bedrock'],
  ],
  'integrations workspaces limits': ['--budget-usd', '5'],
  'integrations rotate-key': ['--value-env', 'VALUE'],
  'integrations update': ['--name', 'Renamed'],
  'integrations validate': ['--model', 'gpt-5', '--value-env', 'VALUE'],
  'integrations connect-port': ['--model', 'gpt-5', '--value-env', 'WORKSPACE_KEY'],
  explain: [],
  validate: [],
};

/** Values that make a name new, where the sample is taken. */
const renamed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'secrets add': { name: 'new-key' },
  'profiles set': { name: 'default' },
  'profiles show': { name: 'default' },
  'profiles use': { name: 'default' },
  'profiles delete': { name: 'default' },
  explain: { name: 'MODEL_RETIRED' },
  'secrets delete': { name: 'unused-key' },
  'integrations models delete': { model: 'my-model' },
};

/** Values that the fields of Portkey's kinds take, where a word is none. */
const kindSamples: Readonly<Record<string, string>> = {
  '--deployment': 'name=gpt4o,api-version=2024-10-21,model=gpt-4o',
  '--resource-name': 'my-resource',
  '--foundry-url': 'https://sample.services.ai.azure.com/models',
  '--aws-region': 'eu-west-1',
  '--aws-access-key-id': 'AKIAIOSFODNN7EXAMPLE',
  '--service-account-file': sampleFile(
    JSON.stringify({ type: 'service_account', project_id: 'p', private_key: 'not-a-real-key' }),
  ),
  '--oracle-private-key-file': sampleFile(
    '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----\n',
  ),
};

/** A file whose key opens nothing. */
function sampleFile(text: string): string {
  const file = join(freshFolder(), 'sample');
  writeFileSync(file, text);
  return file;
}

function kindFlags(kind: Kind): string[] {
  return needsOf(kind).flatMap((need) => {
    if (need === 'key') return ['--value-env', 'VALUE'];
    const sample = kindSamples[need];
    if (sample !== undefined) return [need, sample];
    return need.endsWith('-file') ? [need.replace(/-file$/, '-env'), 'VALUE'] : [need, 'sample'];
  });
}

function wordsFor({ words, command }: Leaf): string[] {
  const path = words.join(' ');
  const own = { ...samples, ...renamed[path] };
  const args = command.registeredArguments.map((argument) => own[argument.name()] ?? 'openai');
  const typed =
    words[0] === 'providers' && words[1] === 'put' ? findProviderType(words[2] ?? '') : undefined;
  if (words[0] === 'integrations' && words[1] === 'create') {
    const kind = kindOf(words[2] ?? 'groq');
    const name = ['--name', 'sample', '--slug', `new-${kind.id}`];
    return [...words, ...(words.length === 3 ? [] : args), ...name, ...kindFlags(kind)];
  }
  const [variant] = typed?.variants ?? [];
  const fields = variant ? missingFields(variant, {}) : [];
  const flags = fields.flatMap(([key, field]) => [
    flagName(field),
    field.holds
      ? 'openai-key'
      : key === 'resourceName'
        ? 'my-resource'
        : (samples[/<(\w+)>/.exec(field.flag)?.[1] ?? ''] ?? 'sample'),
  ]);
  return [
    ...words,
    ...(words.length === 3 && typed ? [] : args),
    ...flags,
    ...(extras[path] ?? []),
  ];
}

const leaves = await everyCommand();
const cases = leaves.map((leaf) => [leaf.words.join(' '), wordsFor(leaf)] as const);

/** Commands whose answer is a report: a report that found problems is still the answer. */
const reports = new Set(['validate', 'doctor', 'bedrock diagnose', 'integrations validate']);

function expectContract(ran: Ran, path: string): void {
  const lines = ran.stderr.split('\n').filter((line) => line !== '');
  const parsed: unknown[] = lines.map((line): unknown => JSON.parse(line));
  const errors = parsed.filter(
    (line) => typeof line === 'object' && line !== null && 'error' in line,
  );
  if (ran.code === 0 || (reports.has(path) && ran.stdout !== '')) {
    expect(() => void JSON.parse(ran.stdout)).not.toThrow();
    expect(ran.stdout.endsWith('\n')).toBe(true);
    expect(errors).toEqual([]);
    return;
  }
  expect(ran.stdout).toBe('');
  expect(errors).toEqual([
    {
      error: expect.objectContaining({
        code: expect.any(String),
        name: expect.any(String),
        message: expect.stringMatching(/\S/),
        exitCode: ran.code,
        next: expect.any(Array),
      }),
    },
  ]);
}

/** A sandbox with one secret in use, one that is not, one provider, and one integration of Portkey. */
async function furnished(): Promise<string> {
  const dir = freshFolder();
  const env = { PORTAI_SANDBOX: '1', VALUE: 'sk-proj-abcdefghijklmnopqrstuvwxyz' };
  for (const words of [
    ['secrets', 'add', 'openai-key', '--value-env', 'VALUE'],
    ['secrets', 'add', 'unused-key', '--value-env', 'VALUE'],
    ['providers', 'put', 'openai', '--api-key-secret', 'openai-key'],
  ]) {
    expect(await portai(words, { dir, env })).toMatchObject({ code: 0 });
  }
  await invokeInSandbox(dir, { id: 'sample-invocation' });
  await connectOpenai(dir);
  await inSandbox(dir, 'PUT', '/integrations/openai-prod/workspaces', {
    workspaces: [{ id: 'eng', enabled: true }],
  });
  await inSandbox(dir, 'PUT', '/integrations/openai-prod/models', {
    models: [{ slug: 'my-model', enabled: true, is_custom: true }],
  });
  return dir;
}

const sandboxed = {
  PORTAI_SANDBOX: '1',
  VALUE: 'sk-proj-abcdefghijklmnopqrstuvwxyz',
  WORKSPACE_KEY: sandboxPortkeyKeys.member,
};

const signedIn = {
  WORKSPACE_KEY: 'some-workspace-key',
  PORT_ACCESS_TOKEN: 'some-token',
  PORTKEY_API_KEY: 'some-key',
  VALUE: 'sk-proj-abcdefghijklmnopqrstuvwxyz',
};

const stopped = AbortSignal.abort('interrupted');

async function run(words: readonly string[], options: RunOptions): Promise<Ran> {
  const serves = words[0] === 'sandbox';
  return portai([...words, '--json', '--yes'], serves ? { ...options, signal: stopped } : options);
}

describe.each([
  ['in a pipe', false],
  ['on a screen', true],
])('with --json %s', (_, screen) => {
  test.each(cases)('%s: a success is one document on stdout', async (path, words) => {
    const ran = await run(words, { dir: await furnished(), env: sandboxed, screen });
    expectContract(ran, path);
  });

  test.each(cases)('%s: a refusal is one error line on stderr', async (path, words) => {
    const env = { ...sandboxed, PORTAI_SANDBOX: 'member' };
    expectContract(await run(words, { dir: await furnished(), env, screen }), path);
  });

  test.each(cases)('%s: a usage error is one error line on stderr, exit 2', async (path, words) => {
    const ran = await run([...words, '--no-such-flag'], { screen });
    expect(ran.code).toBe(2);
    expectContract(ran, path);
  });

  test.each(cases)('%s: an unreachable server is one error line on stderr', async (path, words) => {
    const send: Send = () =>
      Promise.reject(
        new PortaiError({
          name: 'CONNECT_REFUSED',
          message: 'Cannot reach api.port.io: nothing listens there',
          exit: 'unreachable',
          details: { cause: 'CONNECT_REFUSED', sent: false },
        }),
      );
    expectContract(await run(words, { env: signedIn, send, screen }), path);
  });

  test.each(cases)(
    '%s: a web page in place of the API is one error line on stderr',
    async (path, words) => {
      const send: Send = () =>
        Promise.resolve({
          status: 200,
          headers: { 'content-type': 'text/html' },
          body: '<!doctype html><title>Sign in</title>',
        });
      expectContract(await run(words, { env: signedIn, send, screen }), path);
    },
  );
});

/** A trace does not tell what a request to AWS does: that is in its body. */
const ofPlanes = ({ plane }: { readonly plane: string }) => plane !== 'aws';

/** The writes to a control plane that a trace tells were answered as made. */
function writesIn({ stderr }: Ran): number {
  return stderr
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [traced.safeParse(JSON.parse(line)).data]))
    .filter((each) => {
      const { direction, method, url, status = 0 } = each?.trace ?? {};
      if (direction !== 'answer' || method === 'GET' || status < 200 || status > 299) return false;
      const { hostname, pathname } = new URL(url ?? '');
      const reads = /\/(?:auth\/access_token|search|chat\/completions|messages|responses|invoke)$/;
      return /^api\.port(?:key)?\./.test(hostname) && !reads.test(pathname);
    }).length;
}

const traced = z.object({
  trace: z.object({
    direction: z.string(),
    method: z.string(),
    url: z.string(),
    status: z.number().optional(),
  }),
});

test(
  'the samples make most commands succeed, so that the table above proves something, and the history has what they write',
  { timeout: 240_000 },
  async () => {
    const failed: string[] = [];
    let writes = 0;
    for (const [path, words] of cases) {
      const dir = await furnished();
      const before = (await readChanges(dir, ofPlanes)).changes.length;
      const ran = await run([...words, '--debug'], { dir, env: sandboxed });
      if (ran.code !== 0) failed.push(`${path}: ${ran.code}`);
      const kept = (await readChanges(dir, ofPlanes)).changes.length - before;
      expect(`${path}: ${kept} kept`).toBe(`${path}: ${writesIn(ran)} kept`);
      writes += kept;
    }
    expect(writes).toBeGreaterThan(25);
    expect(failed).toEqual([
      'auth login: 2', // the sandbox has its own credentials
      'auth logout: 2',
      'providers models sync: 2', // OpenAI has no server of one's own
      'providers restore: 4', // nothing was there before
      'bedrock diagnose: 8', // of a role that is not there
    ]);
  },
);
