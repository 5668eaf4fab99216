import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesInMemory } from '../../../../src/sandbox/store/key-value-files.ts';
import {
  folderStore,
  memoryStore,
  storeIn,
  type SandboxStore,
} from '../../../../src/sandbox/store/store.ts';
import { callerOf, sandboxToken } from '../../../../src/sandbox/port/token.ts';
import { clock } from '../../../support/sandbox-routes.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portai-store-'));
});

afterEach(() => rm(folder, { recursive: true }));

const at = clock().toISOString();
const about = (secretName: string) => ({ secretName, createdAt: at, updatedAt: at });
const audit = { createdAt: at, createdBy: 'a', updatedAt: at, updatedBy: 'a' };
const openai = { provider: 'openai', enabled: true, config: { apiKeySecretName: 'k' }, ...audit };

test('a list of any length opens a bounded number of files at once', async () => {
  const keyValues = filesInMemory();
  let open = 0;
  let most = 0;
  const store = storeIn({
    ...keyValues,
    async read(group, name) {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return keyValues.read(group, name);
    },
  });
  const names = Array.from({ length: 300 }, (_, index) => `provider-${index}`);
  for (const each of names) await store.providers.create(each, { ...openai, provider: each });
  expect((await store.providers.list()).map(({ provider }) => provider)).toEqual(names.sort());
  expect(most).toBeLessThanOrEqual(64);
});

describe.each([
  ['in memory', () => memoryStore()],
  ['in a folder', () => folderStore(folder)],
] as const)('a store %s', (_where, open) => {
  let store: SandboxStore;
  beforeEach(() => {
    store = open();
  });

  test('gives a secret back by name, its value only when asked for', async () => {
    expect(await store.secrets.create({ ...about('key'), description: 'd' }, 'sk-value')).toBe(
      true,
    );
    expect(await store.secrets.get('key')).toEqual({ ...about('key'), description: 'd' });
    expect((await store.secrets.reveal('key'))?.reveal()).toBe('sk-value');
    expect(JSON.stringify(await store.secrets.list())).not.toContain('sk-value');
  });

  test('keeps names apart that differ in case only', async () => {
    const names = ['KEY', 'Key', 'key', 'K-e_Y'];
    for (const name of names) await store.secrets.create(about(name), `value of ${name}`);
    expect((await store.secrets.list()).map(({ secretName }) => secretName)).toEqual(
      [...names].sort(),
    );
    expect((await store.secrets.reveal('Key'))?.reveal()).toBe('value of Key');
  });

  test('does not create what is there', async () => {
    await store.secrets.create(about('key'), 'first');
    expect(await store.secrets.create(about('key'), 'second')).toBe(false);
    expect((await store.secrets.reveal('key'))?.reveal()).toBe('first');
  });

  test('changes metadata without the value, and the value', async () => {
    await store.secrets.create(about('key'), 'first');
    expect(await store.secrets.change({ ...about('key'), description: 'new' }, undefined)).toBe(
      true,
    );
    expect((await store.secrets.reveal('key'))?.reveal()).toBe('first');
    await store.secrets.change(about('key'), 'second');
    expect((await store.secrets.reveal('key'))?.reveal()).toBe('second');
    expect(await store.secrets.change(about('absent'), undefined)).toBe(false);
    expect(await store.secrets.get('absent')).toBeUndefined();
  });

  test('does not look outside for names that no secret can have', async () => {
    for (const name of ['../key', '', '.', 'a/b', 'ключ']) {
      expect(await store.secrets.get(name)).toBeUndefined();
      expect(await store.secrets.remove(name)).toBe(false);
    }
  });

  test('keeps providers and defaults until a reset', async () => {
    await store.providers.create('openai', openai);
    await store.defaults.put({ provider: 'openai', model: 'gpt-5', ...audit });
    await store.secrets.create(about('key'), 'x');
    expect(await store.providers.list()).toEqual([openai]);
    expect(await store.defaults.get()).toMatchObject({ model: 'gpt-5' });
    const key = await store.key();
    await store.reset();
    expect(await store.providers.list()).toEqual([]);
    expect(await store.secrets.list()).toEqual([]);
    expect(await store.defaults.get()).toBeUndefined();
    expect(await store.key()).toEqual(key);
  });
});

/** Every file below the folder, as text. */
async function files(): Promise<Map<string, string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name));
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')] as const)),
  );
}

describe('a folder', () => {
  test('holds no secret value that can be read', async () => {
    await folderStore(folder).secrets.create(about('key'), 'sk-plainly-visible');
    for (const text of (await files()).values()) {
      expect(text).not.toContain('plainly-visible');
      expect(text).not.toContain(Buffer.from('sk-plainly-visible').toString('base64'));
    }
  });

  test('opened 50 times at once loses no secret', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `secret-${index}`);
    const made = await Promise.all(
      names.map((name) => folderStore(folder).secrets.create(about(name), `value of ${name}`)),
    );
    expect(made).toEqual(names.map(() => true));
    const values = await Promise.all(
      names.map(async (name) => (await folderStore(folder).secrets.reveal(name))?.reveal()),
    );
    expect(values).toEqual(names.map((name) => `value of ${name}`));
  });

  test('opened 50 times at once has one key', async () => {
    const keys = await Promise.all(
      Array.from({ length: 50 }, async () => (await folderStore(folder).key()).toString('hex')),
    );
    expect(new Set(keys).size).toBe(1);
  });

  test('takes the token of another process, and not that of another sandbox', async () => {
    const token = await sandboxToken(folderStore(folder), 'member', clock);
    expect(await callerOf(`Bearer ${token}`, folderStore(folder), clock)).toBe('member');
    expect(await callerOf(`Bearer ${token}`, memoryStore(), clock)).toBeUndefined();
  });

  test('shows the old state when a writer was killed before its last step', async () => {
    const store = folderStore(folder);
    await store.providers.create('openai', openai);
    await writeFile(join(folder, 'providers', '.tmp-killed'), '{"provider":"openai","ena');
    expect(await store.providers.list()).toEqual([openai]);
  });

  test('ignores what is not its own', async () => {
    const store = folderStore(folder);
    await store.secrets.create(about('key'), 'x');
    for (const name of ['.DS_Store', 'Thumbs.db', '++']) {
      await writeFile(join(folder, 'secrets', name), 'x', { mode: 0o600 });
    }
    expect(await store.secrets.list()).toHaveLength(1);
  });

  test.each([
    ['providers/openai', (store: SandboxStore) => store.providers.get('openai')],
    ['providers/openai', (store: SandboxStore) => store.providers.list()],
    ['secrets/key', (store: SandboxStore) => store.secrets.get('key')],
    ['defaults', (store: SandboxStore) => store.defaults.get()],
    ['key', (store: SandboxStore) => store.key()],
  ])('names a damaged file and leaves it as it is: %s', async (path, read) => {
    const store = folderStore(folder);
    await store.providers.create('openai', openai);
    await store.secrets.create(about('key'), 'x');
    for (const text of ['{"half', '{}', 'null', '']) {
      await writeFile(join(folder, path), text, { mode: 0o600 });
      await chmod(join(folder, path), 0o600);
      await expect(read(store)).rejects.toMatchObject({
        failure: { name: 'SandboxDamaged', exit: 'usage', details: { path: join(folder, path) } },
      });
      expect(await readFile(join(folder, path), 'utf8')).toBe(text);
    }
  });

  test('does not open a secret under the name of another', async () => {
    const store = folderStore(folder);
    await store.secrets.create(about('one'), 'x');
    await writeFile(
      join(folder, 'secrets', 'two'),
      await readFile(join(folder, 'secrets', 'one'), 'utf8'),
      { mode: 0o600 },
    );
    await expect(store.secrets.reveal('two')).rejects.toMatchObject({ name: 'SandboxDamaged' });
  });

  test('is usable again after a reset, even with a damaged key', async () => {
    const store = folderStore(folder);
    await store.secrets.create(about('key'), 'x');
    await writeFile(join(folder, 'key'), 'damaged', { mode: 0o600 });
    await store.reset();
    expect(await store.secrets.create(about('key'), 'y')).toBe(true);
    expect((await store.secrets.reveal('key'))?.reveal()).toBe('y');
  });
});
