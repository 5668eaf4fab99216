import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PortaiError } from '../../src/core/errors.ts';
import type { Send } from '../../src/core/http.ts';
import { freshFolder, portai, testTime, wordsOf } from '../support/run.ts';

const key = 'sk-proj-abcdefghijklmnopqrstuvwxyz';
const env = { PORTAI_SANDBOX: '1', KEY: key };

const changes = z.array(
  z.looseObject({
    id: z.string(),
    at: z.string(),
    action: z.string(),
    kind: z.string(),
    name: z.string(),
    changed: z.array(z.string()),
    command: z.array(z.string()),
    requestId: z.string().nullable(),
  }),
);

async function historyIn(
  dir: string,
  line = 'history',
  more: Readonly<Record<string, string>> = env,
) {
  const ran = await portai([...wordsOf(line), '--json'], { dir, env: more });
  expect(ran).toMatchObject({ code: 0 });
  return changes.parse(JSON.parse(ran.stdout));
}

async function done(dir: string, ...lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    expect(await portai(line, { dir, env })).toMatchObject({ code: 0 });
  }
}

const stored = [
  'secrets add openai-key --value-env KEY',
  'providers put openai --api-key-secret openai-key',
];

describe('history', () => {
  test('tells of each write who sent it, when, by which command and what it changed', async () => {
    const dir = freshFolder();
    await done(
      dir,
      ...stored,
      'providers put openai --disable',
      'secrets delete openai-key --force --yes',
    );
    const shown = await historyIn(dir);
    expect(
      shown.map(({ action, kind, name, changed, command }) => [
        action,
        kind,
        name,
        changed,
        command,
      ]),
    ).toEqual([
      ['deleted', 'secret', 'openai-key', [], ['secrets', 'delete']],
      ['updated', 'provider', 'openai', ['enabled'], ['providers', 'put', 'openai']],
      ['created', 'provider', 'openai', ['config', 'enabled'], ['providers', 'put', 'openai']],
      ['created', 'secret', 'openai-key', ['value'], ['secrets', 'add']],
    ]);
    for (const each of shown) {
      expect(each).toMatchObject({
        at: testTime.toISOString(),
        who: 'admin@sandbox.local',
        outcome: 'made',
      });
    }
    expect(shown.every(({ requestId }) => requestId !== null)).toBe(true);
    expect(new Set(shown.map(({ id }) => id)).size).toBe(4);
  });

  test('is narrowed to a provider, and to the latest of it', async () => {
    const dir = freshFolder();
    await done(dir, ...stored, 'providers put openai --disable');
    expect(await historyIn(dir, 'history --provider openai --limit 1')).toMatchObject([
      { action: 'updated', changed: ['enabled'] },
    ]);
    expect(await historyIn(dir, 'providers history openai')).toHaveLength(2);
    expect(await historyIn(dir, 'providers history anthropic')).toEqual([]);
  });

  test('tells of writes to Portkey as well', async () => {
    const dir = freshFolder();
    await done(dir, 'integrations create groq --name Sample --slug sample --value-env KEY --yes');
    const kept = await historyIn(dir);
    expect(kept).toContainEqual(
      expect.objectContaining({
        plane: 'portkey',
        kind: 'integration',
        name: 'sample',
        action: 'created',
      }),
    );
  });

  test('tells of writes to an AWS account as well, by name and without a policy', async () => {
    const dir = freshFolder();
    await done(dir, 'bedrock setup --region eu-west-1 --create --yes');
    const kept = await historyIn(dir);
    const inAws = kept.filter(({ plane }) => plane === 'aws').reverse();
    expect(inAws.map(({ action, kind, name }) => [action, kind, name])).toEqual([
      ['created', 'role', 'port-bedrock'],
      ['updated', 'role policy', expect.stringMatching(/^port-bedrock\/./)],
    ]);
    for (const each of inAws) {
      expect(each).toMatchObject({
        ...{ command: ['bedrock', 'setup'], outcome: 'made', address: 'sandbox' },
        who: 'the simulated AWS account',
      });
    }
    expect(JSON.stringify(inAws)).not.toContain('bedrock:Invoke');
  });

  test('is a file that only its owner can read, and no value is in it', async () => {
    const dir = freshFolder();
    await done(dir, ...stored, 'secrets set openai-key --value-env KEY --description for-tests');
    const folder = join(dir, 'history');
    const [file = ''] = readdirSync(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain('openai-key');
    expect(text).not.toContain(key.slice(0, 12));
    expect(text).not.toContain('for-tests');
  });

  test('keeps values of headers out of what was there before', async () => {
    const dir = freshFolder();
    const file = join(dir, 'headers.json');
    writeFileSync(file, JSON.stringify({ 'X-Team': 'header-value-of-mine' }), { mode: 0o600 });
    await done(
      dir,
      `providers put openai-compatible --base-url https://llm.example.com/v1 --model my-model,context=1000 --headers-file ${file}`,
      'providers put openai-compatible --disable',
    );
    const [name = ''] = readdirSync(join(dir, 'history'));
    const text = readFileSync(join(dir, 'history', name), 'utf8');
    expect(text).toContain('X-Team');
    expect(text).not.toContain('header-value-of-mine');
  });

  test('has nothing of what was refused, or only shown, or read', async () => {
    const dir = freshFolder();
    await done(dir, ...stored);
    const refused = await portai('secrets add openai-key --value-env KEY --force', { dir, env });
    expect(refused.code).not.toBe(0);
    await done(dir, 'providers put openai --disable --dry-run', 'providers list');
    expect(await historyIn(dir)).toHaveLength(2);
  });

  test('says of a write without an answer that it may have been made', async () => {
    const dir = freshFolder();
    const send: Send = (request) => {
      if (request.method === 'GET')
        return Promise.resolve({
          status: 404,
          headers: {},
          body: '{"ok":false,"error":"not_found","message":"no"}',
        });
      return Promise.reject(
        new PortaiError({
          name: 'TIMED_OUT',
          message: 'no answer',
          exit: 'unreachable',
          details: { sent: true },
        }),
      );
    };
    const signedIn = { PORT_ACCESS_TOKEN: 'some-token', KEY: key };
    expect(
      await portai('secrets add openai-key --value-env KEY', { dir, env: signedIn, send }),
    ).toMatchObject({ code: 6 });
    expect(await historyIn(dir, 'history', signedIn)).toMatchObject([
      { outcome: 'unanswered', kind: 'secret', name: 'openai-key', who: null },
    ]);
    expect(await historyIn(dir)).toEqual([]); // the sandbox has a history of its own
    expect(await historyIn(dir, 'history --everywhere')).toHaveLength(1);
  });

  test('that cannot be kept is a warning, and the change is made', async () => {
    const dir = freshFolder();
    mkdirSync(join(dir, 'history'), { mode: 0o700 });
    chmodSync(join(dir, 'history'), 0o777); // anybody could put a file there
    const ran = await portai('secrets add openai-key --value-env KEY', { dir, env });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).toContain('This change is not in the history');
    expect(await portai('secrets get openai-key', { dir, env })).toMatchObject({ code: 0 });
  });

  test('passes over a line that is damaged, and says so', async () => {
    const dir = freshFolder();
    await done(dir, stored[0] ?? '');
    const [name = ''] = readdirSync(join(dir, 'history'));
    appendFileSync(join(dir, 'history', name), '{"version":1,"id":"cut o');
    await done(dir, stored[1] ?? '');
    expect(await historyIn(dir)).toHaveLength(2);
    const ran = await portai('history', { dir, env });
    expect(ran.stderr).toContain('1 line of the history cannot be read');
  });
});
