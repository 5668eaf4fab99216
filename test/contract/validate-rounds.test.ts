import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { freshFolder, portai } from '../support/run.ts';
import { script, signedIn, type Answer } from '../support/script.ts';

/** `validate` in several profiles, into a report for a CI, and again and again. */

const openai = (models: readonly string[] = ['gpt-5']): Answer => ({
  json: {
    ok: true,
    result: [
      {
        provider: 'openai',
        enabled: true,
        config: { apiKeySecretName: 'k1' },
        effectiveModels: Object.fromEntries(models.map((model) => [model, { enabled: true }])),
      },
    ],
  },
});
const reading = (secrets: readonly string[]) => ({
  'GET /v1/llm-providers': openai(),
  'GET /v1/organization/secrets': {
    json: { ok: true, secrets: secrets.map((secretName) => ({ secretName })) },
  },
  'GET /v1/llm-providers/defaults': { json: { result: { provider: 'openai', model: 'gpt-5' } } },
});
const refusing = { 'GET /v1/llm-providers': { status: 403, json: { ok: false } } };
const form = z.array(
  z.looseObject({ profile: z.string(), provider: z.string(), status: z.string() }),
);

async function withProfiles(...names: readonly string[]): Promise<string> {
  const dir = freshFolder();
  for (const name of names) {
    expect(await portai(`profiles set ${name} --port-region us`, { dir })).toMatchObject({
      code: 0,
    });
  }
  return dir;
}

describe('several profiles', () => {
  test.each([
    ['--profile east,west', ['east', 'west']],
    ['--profile west,east,west', ['west', 'east']],
    ['--all-profiles', ['east', 'west']],
  ])(
    '%s is one list in the order of the names, each row with its profile',
    async (flags, names) => {
      const dir = await withProfiles('west', 'east');
      const { send } = script(reading(['k1']));
      const ran = await portai(`validate --all --static ${flags} --json`, {
        dir,
        send,
        env: signedIn,
      });
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      expect(form.parse(JSON.parse(ran.stdout)).map(({ profile }) => profile)).toEqual(names);
      const rows = await portai(`validate --all --static ${flags}`, { dir, send, env: signedIn });
      expect(rows.stdout.split('\n').map((row) => row.split('\t')[0])).toContain(names[0]);
      const screen = await portai(`validate --all --static ${flags} -o table`, {
        dir,
        send,
        env: signedIn,
      });
      expect(screen.stdout).toMatch(/^PROFILE +PROVIDER/);
    },
  );

  test('a profile in which nothing can be done is a row, and the worst exit counts', async () => {
    const dir = await withProfiles('east');
    const ran = await portai('validate --all --profile east,nowhere --static --json', {
      dir,
      env: signedIn,
      send: script(reading(['k1'])).send,
    });
    expect(ran.code).toBe(4);
    expect(form.parse(JSON.parse(ran.stdout))).toMatchObject([
      { profile: 'east', provider: 'openai', status: 'consistent' },
      {
        profile: 'nowhere',
        provider: '-',
        status: 'unverifiable',
        error: { name: 'ProfileNotFound' },
      },
    ]);
  });

  test.each([
    ['validate --all --profile a, --static', 'names with commas'],
    ['validate --all --profile a --all-profiles', 'not both'],
    ['validate openai --direct --all-profiles --value-env K', 'several profiles'],
    ['validate openai --direct --junit x.xml --value-env K', '--junit'],
    ['validate --all --watch 5', 'not an interval such as 90s, 5m or 1h'],
    ['validate --all --watch 0m', 'not an interval'],
  ])('%s is refused', async (words, says) => {
    const ran = await portai(words, {
      env: { ...signedIn, K: 'sk-proj-abcdefghijklmnopqrstuvwxyz' },
    });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(says);
  });
});

describe('--junit', () => {
  test('writes the report beside the answer, private, in place of the last one', async () => {
    const file = join(freshFolder(), 'results.xml');
    writeFileSync(file, 'of yesterday');
    const { send } = script(reading([]));
    const ran = await portai(['validate', '--all', '--static', '--junit', file], {
      send,
      env: signedIn,
    });
    expect(ran.code).toBe(8);
    expect(readFileSync(file, 'utf8')).toContain('<failure');
    expect(readFileSync(file, 'utf8')).toContain('classname="openai" name="secrets"');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('--watch', () => {
  /** Runs rounds, each with its answers, and stops in the pause after the last. */
  async function rounds(tables: readonly Parameters<typeof script>[0][], words = '') {
    const stop = new AbortController();
    let round = 0;
    const pauses: number[] = [];
    const ran = await portai(`validate --all --static --watch 5m${words}`, {
      env: signedIn,
      signal: stop.signal,
      send: (request) => script(tables[round] ?? {}).send(request),
      sleep: async (milliseconds) => {
        pauses.push(milliseconds);
        round += 1;
        if (round < tables.length) return Promise.resolve();
        stop.abort('interrupted');
        throw new Error('woken up');
      },
    });
    return { ...ran, pauses };
  }

  test('tells each state once, then only what changed, until Ctrl-C', async () => {
    const good = reading(['k1']);
    const { stdout, code, pauses } = await rounds([good, good, reading([]), good], ' --json');
    expect(code).toBe(130);
    expect(pauses).toEqual([300_000, 300_000, 300_000, 300_000]);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) =>
        z.looseObject({ part: z.string(), status: z.string() }).parse(JSON.parse(line)),
      );
    const ofSecrets = lines.filter(({ part }) => part === 'secrets');
    expect(ofSecrets).toMatchObject([
      { status: 'pass' },
      { status: 'fail', before: 'pass' },
      { status: 'pass', before: 'fail' },
    ]);
    expect(lines.filter(({ part }) => part === 'fields')).toHaveLength(1);
  });

  test('a round that fails as a whole is a state of its own, and nothing is said to be gone', async () => {
    const good = reading(['k1']);
    const down = { ...good, ...refusing };
    const { stdout } = await rounds([good, down, good]);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(rows.filter(([, of]) => of === '-')).toMatchObject([
      [expect.any(String), '-', '-', 'unverifiable', expect.any(String), expect.any(String)],
      [expect.any(String), '-', 'unverifiable', 'gone', '-', expect.any(String)],
    ]);
    expect(rows.filter(([, of]) => of === 'openai/secrets')).toHaveLength(1);
  });

  test('what cannot be done in the first round ends it', async () => {
    const { code, stdout } = await rounds([{ ...reading(['k1']), ...refusing }]);
    expect(code).toBe(7);
    expect(stdout).toBe('');
  });
});
