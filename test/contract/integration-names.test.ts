import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectOpenai } from '../support/portkey-sandbox.ts';
import { freshFolder, portai } from '../support/run.ts';
import { script } from '../support/script.ts';

/** Names, slugs and descriptions of integrations are public: what could be a key is none of them. */

const key = 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789';
const create = ['integrations', 'create', 'openai', '--value-env', 'K'];
const update = ['integrations', 'update', 'openai-prod'];

describe('a key is refused and not repeated', () => {
  test.each([
    ['--name', [...create, '--name', key]],
    ['--slug', [...create, '--name', 'Prod', '--slug', key]],
    ['--description', [...create, '--name', 'Prod', '--description', `for ${key}`]],
    ['--name', [...update, '--name', key]],
    ['--description', [...update, '--description', `key=${key}`]],
  ])('as %s of %j', async (flag, words) => {
    const { send, asked } = script({});
    const ran = await portai(words, {
      env: { K: 'value', PORTKEY_API_KEY: 'key-of-this-test' },
      send,
    });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(flag);
    expect(ran.stderr).toContain('could be a secret value');
    expect(ran.stdout + ran.stderr).not.toContain(key);
    expect(asked()).toEqual([]);
  });

  test.each(['name', 'slug', 'description'])('as the %s in a file', async (field) => {
    const file = join(freshFolder(), 'integration.json');
    writeFileSync(file, JSON.stringify({ name: 'Prod', [field]: key, configurations: {} }));
    const { send, asked } = script({});
    const ran = await portai([...create, '--config-file', file], {
      env: { K: 'value', PORTKEY_API_KEY: 'key-of-this-test' },
      send,
    });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(`${field}: this could be a secret value`);
    expect(ran.stdout + ran.stderr).not.toContain(key);
    expect(asked()).toEqual([]);
  });
});

test('a slug that exists is named whatever it looks like', async () => {
  const ran = await portai(`--sandbox integrations get ${key}`);
  expect(ran.code).toBe(4);
});

test('a description is still taken away by an empty one', async () => {
  const dir = freshFolder();
  await connectOpenai(dir);
  const ran = await portai(['--sandbox', ...update, '--description', ''], { dir });
  expect(ran.code, ran.stderr).toBe(0);
});
