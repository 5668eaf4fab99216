import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { HttpResponse, Send } from '../../src/core/http.ts';
import { everyCommand } from '../support/commands.ts';
import { freshFolder, portai, testTime, type RunOptions } from '../support/run.ts';

/** What the TAB key offers: the program is asked as the scripts of the shells ask it. */

const inSandbox = { PORTAI_SANDBOX: '1' };
const leaves = await everyCommand();

/** The first column. */
const valuesIn = (rows: string) =>
  rows
    .split('\n')
    .map((row) => row.replace(/\t.*/, ''))
    .filter((value) => value !== '');

async function offered(words: readonly string[], options: RunOptions = {}): Promise<string[]> {
  const ran = await portai(['completion', 'words', '--', ...words], { env: inSandbox, ...options });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  return valuesIn(ran.stdout);
}

async function offeredAfter(line: string, options?: RunOptions) {
  return offered(line.split(' '), options);
}

describe('commands and flags', () => {
  test.each(leaves.map(({ words }) => [words.join(' ')]))(
    'each word of "%s" is offered after those before it',
    async (line) => {
      const words = line.split(' ');
      for (const [at, word] of words.entries()) {
        expect(await offered([...words.slice(0, at), word.slice(0, 1)])).toContain(word);
      }
    },
  );

  test.each(leaves.map((leaf) => [leaf.words.join(' '), leaf] as const))(
    'every flag of "%s" that help shows is offered, and the global ones',
    async (line, { command }) => {
      const flags = await offeredAfter(`${line} --`);
      const own = command.options.filter(({ hidden }) => !hidden);
      expect(flags).toEqual(
        expect.arrayContaining([...own.flatMap(({ long }) => long ?? []), '--profile', '--json']),
      );
    },
  );

  test('flags that stand before or between the words change nothing', async () => {
    expect(await offeredAfter('--sandbox -o json providers --timeout 5 ge')).toEqual(['get']);
    expect(await offeredAfter('provider ls --fi')).toEqual(['--fields']);
  });

  test('the value of a flag is offered after it and after its "="', async () => {
    expect(await offeredAfter('providers list --output y')).toEqual(['yaml']);
    expect(await offeredAfter('providers list --output=y')).toEqual(['--output=yaml']);
    expect(await offeredAfter('--port-region ')).toEqual(['eu', 'us']);
    expect(await offeredAfter('bedrock policy --region eu-west-')).toContain('eu-west-1');
  });

  test('a file is left to the shell', async () => {
    expect(await offeredAfter('providers put openai --config-file ')).toEqual([':files']);
  });

  test('nothing is offered where nothing fits, nor after an unknown word', async () => {
    for (const line of [
      'nosuch ',
      'explain nosuch',
      'secrets get a b ',
      'api --',
      'explain -- --l',
    ])
      expect(await offeredAfter(line)).toEqual(line.endsWith('--') ? expect.any(Array) : []);
  });
});

describe('a line as bash and PowerShell hand it over', () => {
  test.each([
    ["portai --profile 'us east' providers ge", '', ['get']],
    ['portai providers  ge', '', ['get']],
    ['portai "prov', '', ['providers']],
    ['portai providers list --output=y', ' =:', ['yaml']],
    ['portai providers list --output=', '=', ['json', 'yaml', 'table', 'tsv']],
    ['portai pro\\v', '', ['providers']],
  ])('%s', async (line, breaks, wanted) => {
    const ran = await portai(['completion', 'words', '--line', line, '--breaks', breaks], {
      env: inSandbox,
    });
    expect(valuesIn(ran.stdout)).toEqual(wanted);
  });
});

describe('names of the organization', () => {
  test('types, models, secrets, profiles, slugs and workspaces come from where they are', async () => {
    const dir = freshFolder();
    const run = (words: string, more: Record<string, string> = {}) =>
      portai(words, { dir, env: { ...inSandbox, ...more } });
    const key = 'sk-proj-abcdefghijklmnopqrstuvwxyz012345';
    await run('secrets set my-openai-key --value-env KEY', { KEY: key });
    await run('providers put openai --api-key-secret my-openai-key');
    await run('profiles set eastern --port-region us');
    await run('integrations create openai --name Prod --slug prod-openai --value-env KEY', {
      KEY: key,
    });
    const at = (line: string) => offeredAfter(line, { dir });
    expect(await at('secrets get my')).toEqual(['my-openai-key']);
    expect(await at('providers put openai --api-key-secret my')).toEqual(['my-openai-key']);
    expect(await at('providers get o')).toEqual(['openai']);
    expect(await at('validate o')).toEqual(['openai']);
    expect(await at('validate openai o')).toEqual([]);
    expect(await at('providers models enable openai gpt-5')).toContain('gpt-5');
    expect(await at('defaults set --provider openai --model gpt-5')).toContain('gpt-5');
    expect(await at('profiles use e')).toEqual(['eastern']);
    expect(await at('--profile e')).toEqual(['eastern']);
    expect(await at('integrations get prod')).toEqual(['prod-openai']);
    expect(await at('integrations workspaces grant prod-openai e')).toContain('eng');
    expect(await at('explain LLMProviderNotF')).toEqual(['LLMProviderNotFoundError']);
  });
});

const answer = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: {},
  body: JSON.stringify(body),
});

/** A Port that lists secrets of these names, and counts how often it is asked. */
function port(names: () => readonly unknown[]) {
  const asked: string[] = [];
  const send: Send = ({ url }) => {
    asked.push(url.pathname);
    return Promise.resolve(
      url.pathname.endsWith('/access_token')
        ? answer(200, { ok: true, accessToken: 'a-token-of-this-test', expiresIn: 3600 })
        : answer(200, { ok: true, secrets: names().map((secretName) => ({ secretName })) }),
    );
  };
  return { send, asked };
}

describe('what a server can do', () => {
  const env = { PORT_CLIENT_ID: 'someone', PORT_CLIENT_SECRET: 'a-client-secret-of-this-test' };

  test('a name that a shell or a terminal would do something with is not offered', async () => {
    const names = ['good-name', '$(id)', '`id`', 'a b', '--api-url=https://evil.example', 'x;y'];
    const odd = ["it's", '\u001b[2J', 'a\nb', '~root', '!!', '{a,b}', '*', 'é', 'a'.repeat(201)];
    const { send } = port(() => [...names, ...odd]);
    expect(await offeredAfter('secrets get ', { env, send })).toEqual(['good-name']);
  });

  test('an answer that is none, a refusal and a broken connection offer nothing, in silence', async () => {
    for (const send of [
      () => Promise.resolve(answer(200, '<html>')),
      () => Promise.resolve(answer(401, { ok: false })),
      () => Promise.reject(new Error('cut')),
    ] satisfies Send[]) {
      expect(await offeredAfter('secrets get ', { env, send })).toEqual([]);
    }
  });

  test('without credentials nothing is offered, and nobody is asked', async () => {
    expect(await offeredAfter('secrets get ', { env: {} })).toEqual([]);
  });

  test('names are kept for a minute, for this identity alone, in a file of its owner', async () => {
    const dir = freshFolder();
    let names = ['first'];
    const { send, asked } = port(() => names);
    let now = testTime;
    const at = (more: Record<string, string> = {}) =>
      offeredAfter('secrets get ', { dir, send, env: { ...env, ...more }, now: () => now });
    expect(await at()).toEqual(['first']);
    names = ['second'];
    const requests = asked.length;
    expect(await at()).toEqual(['first']);
    expect(asked).toHaveLength(requests);
    expect(await at({ PORT_CLIENT_ID: 'another' })).toEqual(['second']);
    now = new Date(testTime.getTime() + 61_000);
    expect(await at()).toEqual(['second']);
    const kept = readdirSync(join(dir, 'completion')).map((name) => join(dir, 'completion', name));
    expect(kept).toHaveLength(2);
    for (const file of kept) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file, 'utf8')).not.toContain('secret-of-this-test');
    }
  });

  test('a damaged file of kept names is looked up anew', async () => {
    const dir = freshFolder();
    const { send } = port(() => ['a-name']);
    expect(await offeredAfter('secrets get ', { dir, send, env })).toEqual(['a-name']);
    const [file = ''] = readdirSync(join(dir, 'completion'));
    writeFileSync(join(dir, 'completion', file), '{"version":1,"names":["$(id)"]', { mode: 0o600 });
    expect(await offeredAfter('secrets get ', { dir, send, env })).toEqual(['a-name']);
  });
});

test('the script of each shell asks for the words, and its help says how it is set up', async () => {
  for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
    const { stdout, code } = await portai(`completion ${shell}`);
    expect(code).toBe(0);
    expect(stdout).toContain('portai completion words');
    expect((await portai(`completion ${shell} --help`)).stdout).toContain(
      `portai completion ${shell}`,
    );
  }
});

test('commands --json holds every command with its flags, and the exit codes', async () => {
  const form = z.object({
    commands: z.array(
      z.object({ words: z.array(z.string()), flags: z.array(z.object({ name: z.string() })) }),
    ),
    globalFlags: z.array(z.object({ name: z.string() })),
    exitCodes: z.array(z.object({ code: z.int(), name: z.string(), meaning: z.string() })),
  });
  const { stdout, code } = await portai('commands --json');
  expect(code).toBe(0);
  const told = form.parse(JSON.parse(stdout));
  expect(told.commands.map(({ words }) => words.join(' '))).toEqual(
    leaves.map(({ words }) => words.join(' ')),
  );
  for (const { words, command } of leaves) {
    const own = command.options.filter(({ hidden }) => !hidden).map(({ long }) => long);
    const found = told.commands.find((each) => each.words.join(' ') === words.join(' '));
    expect(found?.flags.map(({ name }) => name)).toEqual(own);
  }
  expect(told.exitCodes).toContainEqual(expect.objectContaining({ code: 8 }));
});
