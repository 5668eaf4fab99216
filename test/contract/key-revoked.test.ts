import { describe, expect, test } from 'vitest';
import { freshFolder, portai, type Ran } from '../support/run.ts';

const env = {
  PORTAI_SANDBOX: '1',
  GOOD: 'sk-proj-abcdefghijklmnopqrstuvwxyz',
  BETTER: 'sk-proj-zyxwvutsrqponmlkjihgfedcba',
  REVOKED: 'sk-proj-revoked-abcdefghijklmnopqrs',
};

/** Runs commands on one sandbox. */
function session() {
  const dir = freshFolder();
  const run = (line: string): Promise<Ran> => portai(line, { dir, env });
  const done = async (...lines: readonly string[]) => {
    for (const line of lines) expect(await run(line), line).toMatchObject({ code: 0 });
  };
  const json = async (line: string): Promise<unknown> =>
    JSON.parse((await run(`${line} --json`)).stdout);
  return { run, done, json };
}

const connected = [
  'secrets add openai-key --value-env GOOD',
  'providers put openai --api-key-secret openai-key --validate',
];
/** In the sandbox the value of a key decides: this is how its vendor revokes it. */
const revoke = 'secrets set openai-key --value-env REVOKED';

test('a provider whose key was revoked is found, explained, mended by a rotation, looked back at and taken back', async () => {
  const { run, done, json } = session();
  await done(...connected, 'validate openai');
  await done(revoke);

  const failed = await run('validate openai --json');
  expect(failed).toMatchObject({ code: 8 });
  expect(failed.stdout).toContain('KEY_INVALID');
  expect(await run('explain KEY_INVALID')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/key|credential/i),
  });

  await done('secrets rotate openai-key --to openai-key-2 --value-env BETTER', 'validate openai');
  expect(await json('providers get openai')).toMatchObject({
    config: { apiKeySecretName: 'openai-key-2' },
  });

  const history = await run('history --provider openai');
  expect(history.stdout).toContain('config.apiKeySecretName');
  expect(history.stdout).toContain('secrets rotate');

  const looked = await run('providers restore openai --dry-run');
  expect(looked).toMatchObject({ code: 0 });
  expect(looked.stdout).toContain('config.apiKeySecretName');
  expect(looked.stderr).toMatch(/openai-key-2\s+openai-key$/m);
  await done('providers restore openai --yes');
  expect(await json('providers get openai')).toMatchObject({
    config: { apiKeySecretName: 'openai-key' },
  });
  expect(await run('validate openai')).toMatchObject({ code: 8 });
  await done('providers restore openai --yes --validate'); // takes the restoration back
  expect(await json('history --provider openai --limit 1')).toMatchObject([
    { command: ['providers', 'restore'], changed: ['config.apiKeySecretName'] },
  ]);
});

describe('secrets rotate', () => {
  test('that fails its test leaves providers and secrets as they were', async () => {
    const { run, done, json } = session();
    await done(...connected);
    const ran = await run('secrets rotate openai-key --to openai-key-2 --value-env REVOKED');
    expect(ran).toMatchObject({ code: 8, stdout: '' });
    expect(ran.stderr).toContain('Everything was taken back');
    expect(await run('secrets get openai-key-2')).toMatchObject({ code: 4 });
    expect(await json('providers get openai')).toMatchObject({
      config: { apiKeySecretName: 'openai-key' },
    });
    await done('validate openai');
  });

  test('takes providers back that were saved before another one failed', async () => {
    const { run, done, json } = session();
    // Anthropic refuses a key of OpenAI: the second provider fails.
    await done(
      ...connected,
      'providers put anthropic --api-key-secret openai-key --skip-client-checks',
    );
    const ran = await run(
      'secrets rotate openai-key --to openai-key-2 --value-env BETTER --skip-client-checks',
    );
    expect(ran.code).toBe(8);
    for (const type of ['openai', 'anthropic']) {
      expect(await json(`providers get ${type}`)).toMatchObject({
        config: { apiKeySecretName: 'openai-key' },
      });
    }
    expect(await run('secrets get openai-key-2')).toMatchObject({ code: 4 });
  });

  test('in place sets the old value back when the test fails', async () => {
    const { run, done } = session();
    await done(...connected);
    const ran = await run('secrets rotate openai-key --value-env REVOKED --old-value-env GOOD');
    expect(ran.code).toBe(8);
    expect(ran.stderr).toContain('The old value of openai-key was set back');
    await done('validate openai');
    await done('secrets rotate openai-key --value-env BETTER --old-value-env GOOD');
    await done('validate openai');
  });

  test('in place without the way back is refused before anything is sent', async () => {
    const { run, done } = session();
    await done(...connected);
    const ran = await run('secrets rotate openai-key --value-env BETTER');
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain('--old-value-env');
    await done('secrets rotate openai-key --value-env BETTER --force');
  });

  test('deletes the old secret when that is wanted, and keeps it otherwise', async () => {
    const { run, done } = session();
    await done(...connected, 'secrets rotate openai-key --to second --value-env BETTER');
    await done('secrets get openai-key');
    await done('secrets rotate second --to third --value-env GOOD --delete-old --yes');
    expect(await run('secrets get second')).toMatchObject({ code: 4 });
    const kept = await run('history');
    expect(kept.stdout).not.toContain(env.GOOD.slice(0, 14));
  });

  test.each([
    ['a secret that is not there', 'secrets rotate missing-key --to other --value-env GOOD', 4],
    ['a new name that is taken', 'secrets rotate openai-key --to other-key --value-env GOOD', 5],
    ['the same name', 'secrets rotate openai-key --to openai-key --value-env GOOD', 2],
    ['a secret that no provider names', 'secrets rotate other-key --to more --value-env GOOD', 5],
    ['--delete-old in place', 'secrets rotate openai-key --delete-old --value-env GOOD', 2],
    [
      'an old value with --to',
      'secrets rotate openai-key --to x --old-value-env GOOD --value-env GOOD',
      2,
    ],
    ['a key of another vendor', 'secrets rotate openai-key --to x --value-env FOREIGN', 2],
  ])('refuses %s, and sends nothing', async (_, line, code) => {
    const dir = freshFolder();
    const with_ = { dir, env: { ...env, FOREIGN: `sk-ant-api03-${'a'.repeat(80)}` } };
    for (const each of [...connected, 'secrets add other-key --value-env GOOD']) {
      expect(await portai(each, with_)).toMatchObject({ code: 0 });
    }
    const before = (await portai('history --limit 100', with_)).stdout;
    expect(await portai(line, with_)).toMatchObject({ code });
    expect((await portai('history --limit 100', with_)).stdout).toBe(before);
  });

  test('refuses a provider that nothing would test, unless it is forced', async () => {
    const { run, done } = session();
    await done(...connected, 'providers models disable openai gpt-5');
    const words = 'secrets rotate openai-key --to openai-key-2 --value-env BETTER';
    expect(await run(words)).toMatchObject({ code: 5 });
    await done(`${words} --force`);
  });

  test('shows its steps with --dry-run, and needs no value for that', async () => {
    const { run, done } = session();
    await done(...connected);
    const ran = await run('secrets rotate openai-key --to second --delete-old --dry-run');
    expect(ran).toMatchObject({
      code: 0,
      stdout: [
        'would store the new value as second',
        'would test openai with second, and save it',
        'would delete openai-key',
        '',
      ].join('\n'),
    });
    expect(await run('secrets get second')).toMatchObject({ code: 4 });
  });
});

describe('providers restore', () => {
  test('brings back a provider that was deleted', async () => {
    const { done, json } = session();
    await done(
      ...connected,
      'providers models disable openai gpt-5',
      'providers delete openai --yes',
      'providers restore openai --yes',
    );
    expect(await json('providers get openai')).toMatchObject({
      config: { apiKeySecretName: 'openai-key' },
    });
    expect(JSON.stringify(await json('providers models list openai'))).toContain('"enabled":false');
  });

  test('goes back to before the change that --at names', async () => {
    const { run, done, json } = session();
    await done(...connected, 'providers put openai --disable', 'providers put openai --enable');
    const rows = (await run('history --provider openai')).stdout.split('\n');
    const [, disabled = ''] = rows;
    const at = disabled.split('\t')[0] ?? '';
    await done('providers put openai --disable', `providers restore openai --at ${at} --yes`);
    expect(await json('providers get openai')).toMatchObject({ enabled: true });
  });

  test('checks what a put checks: a secret that is gone is named', async () => {
    const { run, done } = session();
    await done(
      ...connected,
      'secrets rotate openai-key --to second --value-env BETTER --delete-old --yes',
    );
    const ran = await run('providers restore openai --yes');
    expect(ran).toMatchObject({ code: 5 });
    expect(ran.stderr).toContain('openai-key');
  });

  test('asks first: where nobody can be asked it needs --yes', async () => {
    const { run, done } = session();
    await done(...connected, 'providers put openai --disable');
    expect(await run('providers restore openai')).toMatchObject({ code: 2 });
  });

  test.each([
    ['nothing was changed', 'anthropic', ''],
    ['nothing was there before', 'openai', ''],
    ['no change has that id', 'openai', '--at 20260101-000000-abcdef'],
  ])('says so where %s', async (_, type, more) => {
    const { run, done } = session();
    await done(...connected);
    const ran = await run(`providers restore ${type} --yes ${more}`.trim());
    expect(ran).toMatchObject({ code: 4, stdout: '' });
    expect(ran.stderr).toContain('NothingToRestore');
  });
});
