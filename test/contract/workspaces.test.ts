import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { connectOpenai } from '../support/portkey-sandbox.ts';
import { freshFolder, portai } from '../support/run.ts';
import { script } from '../support/script.ts';

test('workspaces list and get show slug, name and UUID', async () => {
  const dir = freshFolder();
  const list = await portai('--sandbox workspaces list', { dir });
  expect(list.code).toBe(0);
  expect(list.stdout.split('\n').map((line) => line.split('\t')[0])).toEqual([
    'eng',
    'research',
    'support',
    '',
  ]);
  const named = await portai('--sandbox workspaces list --name sea --json', { dir });
  expect(JSON.parse(named.stdout)).toMatchObject([{ slug: 'research' }]);
  const get = await portai('--sandbox workspaces get eng --json', { dir });
  expect(JSON.parse(get.stdout)).toMatchObject({ slug: 'eng', name: 'Engineering' });
});

test('a workspace has the providers of the integrations that it may use, as requests name them', async () => {
  const dir = freshFolder();
  await connectOpenai(dir);
  const before = await portai('--sandbox workspaces get eng --json', { dir });
  expect(JSON.parse(before.stdout)).toMatchObject({ providers: [] });
  await portai('--sandbox integrations workspaces grant openai-prod eng', { dir });
  const { stdout } = await portai('--sandbox workspaces get eng', { dir });
  expect(stdout).toContain('providers\t@openai-prod\n');
});

test('an unknown workspace is exit 4 with the one that was probably meant', async () => {
  const ran = await portai('--sandbox workspaces get reserch', { dir: freshFolder() });
  expect(ran).toMatchObject({ code: 4 });
  expect(ran.stderr).toContain('Did you mean research?');
  expect(await portai('--sandbox workspaces get')).toMatchObject({ code: 2 });
});

const key = { PORTKEY_API_KEY: 'key-of-this-test' };

test('10,000 workspaces are written as their pages come, not at the end', async () => {
  const total = 10_000;
  const size = 100;
  const stdout = Object.assign(new PassThrough(), { isTTY: false, columns: 80 });
  let lines = 0;
  stdout.on('data', (chunk: Buffer) => (lines += chunk.toString().split('\n').length - 1));
  /** Rows that were not written yet when a page was asked for. */
  const waiting: number[] = [];
  const server = script({
    'GET /v1/admin/workspaces': ({ query }) => {
      const page = Number(new URLSearchParams(query).get('current_page'));
      waiting.push(page * size - lines);
      return {
        json: {
          total,
          data: Array.from({ length: size }, (_, index) => ({
            id: `id-${page * size + index}`,
            slug: `ws-${page * size + index}`,
            name: 'W',
          })),
        },
      };
    },
  });
  const ran = await portai('workspaces list', { env: key, send: server.send, stdout });
  expect(ran.code).toBe(0);
  expect(lines).toBe(total);
  expect(waiting).toHaveLength(total / size);
  expect(Math.max(...waiting)).toBeLessThanOrEqual(2 * size);
});

test('a refusal in the middle of a JSON document leaves stdout empty', async () => {
  const data = Array.from({ length: 100 }, (_, index) => ({
    id: `id-${index}`,
    slug: `ws-${index}`,
    name: 'W',
  }));
  const server = script({
    'GET /v1/admin/workspaces': [
      { json: { total: 200, data } },
      { status: 403, json: { success: false, data: { message: 'no', errorCode: 'AB03' } } },
    ],
  });
  const ran = await portai('workspaces list --json', { env: key, send: server.send });
  expect(ran).toMatchObject({ code: 7, stdout: '' });
});
