import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { freshFolder } from '../support/run.ts';
import { servedSandbox } from '../support/served-sandbox.ts';
import { bundle, requireBuild, shell } from '../support/spawn.ts';

const hook = fileURLToPath(new URL('../support/loaded-modules.cjs', import.meta.url));
const loaded = z.object({ files: z.array(z.string()), builtin: z.array(z.string()) });

/** The costly packages, each with a text that only it has and that survives minification. */
const marks = [
  ['undici', 'HTTPParserError'],
  ['prompts', 'User force closed the prompt'],
  ['conf', 'aes-256-cbc'],
  ['table', 'top-mid'],
  ['aws', 'NodeVersionSupportWarning'],
] as const;

/** Whether the flags of `providers put` are in one of these files, by a text that only they have. */
const hasFlagsOfPut = (files: readonly string[]) =>
  files.some((file) => readFileSync(file, 'utf8').includes('send values that Port'));

/** Which of the costly packages are in these files. */
function packagesIn(files: readonly string[]): string[] {
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  return marks
    .filter(([, mark]) => texts.some((text) => text.includes(mark)))
    .map(([name]) => name);
}

async function loadedBy(words: string, env: Readonly<Record<string, string>> = {}, code = 0) {
  const dir = freshFolder();
  const list = join(dir, 'loaded.json');
  const ran = await shell(words, {
    dir,
    env: { ...env, LOADED_MODULES: list },
    node: ['--require', hook],
  });
  expect(ran).toMatchObject({ code });
  const { files, builtin } = loaded.parse(JSON.parse(readFileSync(list, 'utf8')));
  return { files, builtin, packages: packagesIn(files) };
}

test('the marks find every package in the bundle, so that not finding one proves something', () => {
  requireBuild();
  const folder = dirname(bundle);
  const chunks = readdirSync(folder).filter((name) => name.endsWith('.js'));
  expect(packagesIn(chunks.map((name) => join(folder, name)))).toEqual(marks.map(([name]) => name));
});

describe('what a command does not use is not loaded', () => {
  test.each(['--version', '-V', '--help', '-h'])('%s loads nothing of the bundle', async (flag) => {
    const { files } = await loadedBy(flag);
    expect(files.map((file) => basename(file)).sort()).toEqual(
      flag.toLowerCase().includes('v') ? ['package.json', 'portai.js'] : ['portai.js'],
    );
  });

  test.each([
    'explain 8',
    'explain --list',
    'providers list --sandbox',
    'providers list --sandbox --json',
    'providers put bedrock --region eu-west-1 --role-arn arn:aws:iam::123456789012:role/port --sandbox',
    'providers put --help',
    'providers put bedrock --help',
    'bedrock setup --help',
    'bedrock policy --region eu-west-1',
    'bedrock trust-policy',
  ])('%s loads no network, no prompts, no settings store and no table', async (words) => {
    const { packages: found, builtin } = await loadedBy(words);
    expect(found).toEqual([]);
    const own = new Set((await loadedBy('--version')).builtin);
    const more = builtin.filter((name) => !own.has(name));
    // Without 'net', which node loads for a stdout that is a pipe.
    const network = ['http', 'https', 'http2', 'tls', 'dns', 'child_process'];
    expect(more.filter((name) => network.includes(name) || name.includes('undici'))).toEqual([]);
  });

  test.each(['explain 8', 'providers put --help', 'providers put openai --help'])(
    '%s makes no schema',
    async (words) => {
      const { files } = await loadedBy(words);
      expect(files.map((file) => basename(file))).not.toContain('zod.js');
    },
  );

  test('the answer of a provider is read by a schema, so that not finding one proves something', async () => {
    const { files } = await loadedBy('providers list --sandbox');
    expect(files.map((file) => basename(file))).toContain('zod.js');
  });

  test('a command that stops before its request has made no schema', async () => {
    const { files, packages: found } = await loadedBy('providers list', {}, 3);
    expect(found).toEqual(['undici']);
    expect(files.map((file) => basename(file))).not.toContain('zod.js');
  });

  test('a list over the network loads undici without HTTP/2, and no flags of providers put', async () => {
    const ofPut = await loadedBy('providers put openai --help');
    expect(hasFlagsOfPut(ofPut.files)).toBe(true);
    const server = await servedSandbox();
    try {
      const { files, builtin, packages: found } = await loadedBy('providers list', server.admin);
      expect(found).toEqual(['undici']);
      expect(builtin).toContain('http');
      expect(builtin).not.toContain('http2');
      expect(hasFlagsOfPut(files)).toBe(false);
    } finally {
      await server.close();
    }
  });
});
