import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { canaries, expectNone } from '../support/canaries.ts';
import { freshFolder, portai } from '../support/run.ts';
import { script } from '../support/script.ts';

const { variable, externalId, header, accessToken, clientSecret } = canaries;
const role = 'arn:aws:iam::123456789012:role/port-example-external';

const bundle = z.looseObject({
  about: z.array(z.string()),
  variables: z.array(z.string()),
  lastFailure: z.array(z.looseObject({ url: z.string(), status: z.number().optional() })),
  profiles: z.array(
    z.looseObject({
      profile: z.string(),
      settings: z.array(z.strictObject({ setting: z.string(), source: z.string() })),
      checks: z.array(z.looseObject({ area: z.string(), says: z.string().nullable() })),
    }),
  ),
});

const bundleIn = (path: string) => bundle.parse(JSON.parse(readFileSync(path, 'utf8')));

/** A folder with providers whose secrets are canaries, and a doctor's two files about them. */
async function furnished(more = '') {
  const dir = freshFolder();
  const headers = join(dir, 'headers.json');
  writeFileSync(headers, JSON.stringify({ 'x-key': header }), { mode: 0o600 });
  const env = { PORTAI_SANDBOX: '1', VALUE: variable, ID: externalId };
  const run = (words: string) => portai(words, { dir, env });
  for (const words of [
    'secrets add team-key --value-env VALUE',
    'secrets add external --value-env ID',
    `providers put bedrock --region eu-west-1 --role-arn ${role} --external-id-secret external`,
    'providers put openai --api-key-secret team-key',
    `providers put openai-compatible --base-url https://llm.corp.example/v1 --model some-model,context=1000 --api-key-secret team-key --headers-file ${headers}`,
  ]) {
    expect(await run(words)).toMatchObject({ code: 0 });
  }
  const [page, file] = [join(dir, 'page.html'), join(dir, 'support.json')];
  const ran = await run(`doctor --validate --report ${page} --bundle ${file}${more}`);
  return { dir, run, ran, page, file };
}

describe('doctor --report and --bundle', () => {
  test('write two files of this user alone, and no canary is in them', async () => {
    const { ran, page, file } = await furnished();
    expect(ran.code).toBe(8);
    expect(ran.stderr).toContain(`Wrote ${page}.`);
    expect(ran.stderr).toContain(`Wrote ${file}.`);
    for (const path of [page, file]) {
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expectNone(path, readFileSync(path, 'utf8'));
    }
    const text = readFileSync(page, 'utf8');
    for (const name of ['team-key', 'openai-compatible', 'some-model'])
      expect(text).toContain(name);
  });

  test('name settings and variables without a value', async () => {
    const { file } = await furnished();
    const { variables, profiles, about } = bundleIn(file);
    expect(about.join(' ')).toContain('Look at it before you send it');
    expect(variables).toEqual(expect.arrayContaining(['PORTAI_SANDBOX']));
    expect(profiles[0]?.settings).toContainEqual({ setting: 'sandbox', source: 'PORTAI_SANDBOX' });
    const ofSettings = profiles[0]?.checks.filter(({ area }) => area === 'settings') ?? [];
    expect(ofSettings.length).toBeGreaterThan(3);
    expect(ofSettings.filter(({ says }) => says !== null)).toEqual([]);
  });

  test('with --redact-ids hold no id: neither names of secrets, nor accounts, nor hosts, nor e-mails', async () => {
    const { file } = await furnished(' --redact-ids');
    const text = readFileSync(file, 'utf8');
    for (const id of ['team-key', '123456789012', 'llm.corp.example', 'org_sandbox', '@sandbox']) {
      expect(text).not.toContain(id);
    }
    expect(text).toContain('some-model');
    expect(text).toMatch(/<id-\d+>/);
  });

  test('keep the last request that failed, without credentials and without what a server repeats of them', async () => {
    const dir = freshFolder();
    const file = join(dir, 'support.json');
    const page = join(dir, 'page.html');
    const echoed = { ok: false, error: `no <${accessToken}>`, message: `not ${accessToken} &` };
    const { send } = script({
      'GET /v1/organization': ({ headers }) =>
        headers['authorization'] === undefined
          ? { status: 401, json: { ok: false, error: 'unauthorized' } }
          : { status: 403, json: echoed, headers: { 'x-trace-id': 'trace-1' } },
      'GET /v1/llm-providers': { status: 500, json: echoed },
    });
    const env = { PORT_ACCESS_TOKEN: accessToken, PORT_CLIENT_SECRET: clientSecret };
    const all: typeof send = (request) =>
      /organization$|llm-providers$/.test(request.url.pathname)
        ? send(request)
        : Promise.resolve({ status: 500, headers: {}, body: JSON.stringify(echoed) });
    const ran = await portai(`doctor --report ${page} --bundle ${file}`, { dir, env, send: all });
    expect(ran.code).not.toBe(0);
    const { lastFailure } = bundleIn(file);
    expect(lastFailure.map(({ status }) => status)).toEqual([undefined, expect.any(Number)]);
    expectNone('bundle', readFileSync(file, 'utf8'));
    expectNone('page', readFileSync(page, 'utf8'));
  });

  test('replace no other file without --force: nothing is looked at, and neither is written', async () => {
    const { run, page, file, dir } = await furnished();
    writeFileSync(page, 'mine', { mode: 0o600 });
    const third = join(dir, 'third.json');
    const refused = await run(`doctor --report ${page} --bundle ${third}`);
    expect(refused).toMatchObject({ code: 5, stdout: '' });
    expect(refused.stderr).not.toContain('Looking at');
    expect(readFileSync(page, 'utf8')).toBe('mine');
    expect(existsSync(third)).toBe(false);
    const forced = await run(`doctor --report ${page} --bundle ${file} --force`);
    expect(forced.stderr).toContain(`Wrote ${page}.`);
    expect(readFileSync(page, 'utf8')).toContain('<!doctype html>');
  });

  test('refuse --redact-ids without a support file, and a file name that is a key', async () => {
    expect(await portai('--sandbox doctor --redact-ids')).toMatchObject({ code: 2 });
    const named = await portai(`--sandbox doctor --bundle ${canaries.placedAsName}`);
    expect(named).toMatchObject({ code: 2 });
    expectNone('refusal', named.stderr);
  });
});
