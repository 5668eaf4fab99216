import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  litellm,
  litellmGroups,
  litellmKey,
  type LitellmGroup,
} from '../support/litellm-answers.ts';
import { freshFolder, portai } from '../support/run.ts';

type Groups = Readonly<Record<string, LitellmGroup>>;

const only = (...names: string[]): Groups =>
  Object.fromEntries(Object.entries(litellmGroups).filter(([name]) => names.includes(name)));

let dir: string;

const run = (words: string, groups: Groups = litellmGroups, closed = false) =>
  portai(`--sandbox ${words}`, {
    dir,
    env: { KEY: litellmKey },
    send: litellm({ groups, closed }).send,
  });

const sync = (words?: string, groups?: Groups, closed?: boolean) =>
  run(
    ['providers models sync openai-compatible --value-env KEY', words].filter(Boolean).join(' '),
    groups,
    closed,
  );

const provider = z.object({ config: z.object({ models: z.array(z.unknown()) }) });

async function storedModels(): Promise<unknown[]> {
  const { stdout } = await run('providers get openai-compatible --json');
  return provider.parse(JSON.parse(stdout)).config.models;
}

beforeEach(async () => {
  dir = freshFolder();
  const url = 'http://127.0.0.1:4000/v1';
  const put = `providers put openai-compatible --base-url ${url} --api-key-secret K --value-env KEY`;
  const made = await run(`${put} --discover`, only('claude-sonnet', 'gpt-five'));
  expect(made, made.stderr).toMatchObject({ code: 0 });
});

describe('providers models sync', () => {
  test('finds nothing right after the models were taken from the server', async () => {
    const ran = await sync('--check', only('claude-sonnet', 'gpt-five'));
    expect(ran).toMatchObject({ code: 0, stdout: 'unchanged\topenai-compatible\n' });
  });

  test('--check names what was added and ends with 10; sync adds it, and then nothing differs', async () => {
    const ran = await sync('--check');
    expect(ran).toMatchObject({ code: 10, stdout: 'unknown-model\tadded\t-\t-\tlisted\n' });
    expect((await sync()).code).toBe(0);
    expect((await sync('--check')).code).toBe(0);
  });

  test('--no-add compares those that are stored, and a pattern chooses what is added', async () => {
    expect((await sync('--no-add --check')).code).toBe(0);
    expect((await sync('gpt-* --check')).code).toBe(0);
    expect((await sync('unknown-* --check')).code).toBe(10);
    expect((await sync('nothing-* --check')).code).toBe(2);
  });

  test('shows a changed window and feature, and stores what the server states now', async () => {
    const groups = {
      ...litellmGroups,
      'claude-sonnet': { mode: 'chat', max_input_tokens: 1_000_000, supported_openai_params: [] },
    };
    const ran = await sync('--no-add --check --json', groups);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      action: 'differs',
      differences: [
        { model: 'claude-sonnet', field: 'contextWindow', from: '200000', to: '1000000' },
        { model: 'claude-sonnet', field: 'temperature', from: 'true', to: 'false' },
      ],
    });
    await sync('--no-add', groups);
    expect(await storedModels()).toMatchObject([
      {
        name: 'claude-sonnet',
        contextWindow: 1_000_000,
        // What the server does not state any more stays as it was.
        supportedFeatures: { temperature: false, reasoningEffort: true },
      },
      { name: 'gpt-five' },
    ]);
  });

  test('a model that is gone stays until --prune, with a warning', async () => {
    const left = only('claude-sonnet');
    const ran = await sync(undefined, left);
    expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining('--prune removes') });
    expect((await sync('--check', left)).code).toBe(10);
    expect((await sync('--prune', left)).code).toBe(0);
    expect((await sync('--check', left)).code).toBe(0);
    expect(await storedModels()).toHaveLength(1);
  });

  test('the default’s model is never pruned silently', async () => {
    await run('defaults set --provider openai-compatible --model gpt-five');
    const left = only('claude-sonnet');
    const ran = await sync('--prune', left);
    expect(ran.stderr).toContain('gpt-five, which is the default and stays');
    expect(await storedModels()).toHaveLength(2);
    await sync('--prune --force', left);
    expect(await storedModels()).toHaveLength(1);
  });

  test('a dry run shows the differences and the request, and writes nothing', async () => {
    const ran = await sync('--dry-run --json');
    expect(JSON.parse(ran.stdout)).toMatchObject({ dryRun: true, changed: ['config.models'] });
    expect(await storedModels()).toHaveLength(2);
  });

  test.each([
    ['a server that lists nothing for chats', only('embed'), false],
    ['a server that refuses the key', litellmGroups, true],
  ])('%s never empties the catalogue', async (_, groups, closed) => {
    const ran = await sync('--prune --force', groups, closed);
    expect(ran.code).toBe(8);
    expect(await storedModels()).toHaveLength(2);
  });

  test('is for endpoints', async () => {
    await run('providers put openai --api-key-secret K --force');
    const ran = await run('providers models sync openai');
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('has a list of models') });
  });

  test('never prints the key', async () => {
    const ran = await sync('--show-request --debug');
    expect(ran.stdout + ran.stderr).not.toContain(litellmKey);
  });
});
