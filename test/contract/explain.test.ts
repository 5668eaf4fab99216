import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { causeNames } from '../../src/vendors/causes.ts';
import { exitClasses } from '../../src/core/errors.ts';
import { explain, explanations } from '../../src/operations/explain.ts';
import { planeErrors } from '../../src/planes/index.ts';
import { portErrors } from '../../src/planes/port/errors.ts';
import { portai } from '../support/run.ts';
import { script, signedIn } from '../support/script.ts';

const planes = await planeErrors();
const sources = resolve(import.meta.dirname, '../../src');

/** Names of failures as the sources write them. */
function namesInSources(): string[] {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' });
  const names = files
    .filter((file) => file.endsWith('.ts') && !file.startsWith('sandbox/'))
    .flatMap((file) => [
      ...readFileSync(join(sources, file), 'utf8').matchAll(
        /(?:\bname: '(?=[A-Z])|\b(?:fail|portError|transportFailure)\(\s*')([A-Za-z_]+)'/g,
      ),
    ])
    .flatMap((match) => match[1] ?? []);
  return [...new Set(names)].filter((name) => name.length > 2); // EU and US are regions
}

test('every name that an error can have is explained', () => {
  expect(namesInSources().length).toBeGreaterThan(25);
  expect(namesInSources().filter((name) => explain(name, planes) === undefined)).toEqual([]);
});

test('every cause that a connection test can give is explained', () => {
  expect(causeNames.length).toBeGreaterThan(70);
  expect(causeNames.filter((name) => explain(name, planes)?.name !== name)).toEqual([]);
});

test('the explanation of a cause tells what it says of the credential, and what to type', async () => {
  const ran = await portai('explain model-retired');
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain('The credential was accepted.');
  expect(ran.stdout).toContain('portai providers models disable');
});

test('every exit code is explained by its number and by its JSON code', () => {
  for (const { code, slug } of Object.values(exitClasses)) {
    expect(explain(String(code), planes)).toMatchObject({ exitCode: code });
    expect(explain(slug, planes)).toBeDefined();
  }
});

test('no two explanations have the same name', () => {
  const names = explanations(planes).map(({ name }) => name.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
});

test.each(['llm_provider_not_found', 'LLM-Provider-Not-Found-Error', 'llmprovidernotfound'])(
  '%s is found whatever its spelling',
  async (word) => {
    const ran = await portai(['explain', word, '--json']);
    expect(JSON.parse(ran.stdout)).toMatchObject({ name: 'LLMProviderNotFoundError', exitCode: 4 });
  },
);

test('an unknown name is told which one was meant, exit 4', async () => {
  const ran = await portai('explain LLMProviderNotFoundErorr');
  expect(ran).toMatchObject({ code: 4, stdout: '' });
  expect(ran.stderr).toContain('Did you mean LLMProviderNotFoundError?');
});

test('explaining needs no credentials and no network', async () => {
  expect(await portai('explain --list')).toMatchObject({ code: 0, stderr: '' });
});

describe.each(Object.entries(portErrors))('%s', (name, { example, exit }) => {
  test('as documented, it reaches the shell with its exit code, its name, and what to type next', async () => {
    const answer = {
      status: example.status,
      text: example.body,
      headers: { 'content-type': example.body.startsWith('<') ? 'text/html' : 'application/json' },
    };
    const { send } = script({ 'GET /v1/organization/secrets/k': answer });
    const ran = await portai('secrets get k --json --retries 0', { env: signedIn, send });
    expect(ran).toMatchObject({ code: exitClasses[exit].code, stdout: '' });
    const { error }: { error: { name: string; message: string } } = JSON.parse(ran.stderr);
    expect(error.message).not.toBe('');
    expect(explain(error.name, planes)?.name ?? name).toBe(name);
  });
});
