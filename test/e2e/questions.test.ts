import { beforeEach, describe, expect, test } from 'vitest';
import { keys, terminal } from '../support/pty.ts';
import { freshFolder } from '../support/run.ts';
import { shell } from '../support/spawn.ts';

const env = { PORTAI_SANDBOX: '1', VALUE: 'sk-proj-abcdefghijklmnop' };
let dir = '';
beforeEach(async () => {
  dir = freshFolder();
  await shell('secrets add key --value-env VALUE', { dir, env });
  await shell('providers put openai --api-key-secret key', { dir, env });
});

describe('a deletion on a terminal', () => {
  const cases = [
    ['providers delete openai', 'openai', 'providers list'],
    ['secrets delete key --force', 'key', 'secrets list'],
  ] as const;

  test.each(cases)('%s wants the name typed, and deletes then', async (words, name, list) => {
    const { type, shows, ended } = terminal(words, { dir, env });
    await shows(`(type ${name})`);
    type(`${name}${keys.enter}`);
    await shows('deleted');
    expect(await ended).toBe(0);
    expect((await shell(list, { dir, env })).stdout).not.toContain(`${name}\t`);
  });

  test.each(cases)('%s with another name typed deletes nothing', async (words, name, list) => {
    const { type, shows, ended } = terminal(words, { dir, env });
    await shows(`(type ${name})`);
    type(`${name}s${keys.enter}`);
    await shows('nothing was deleted');
    expect(await ended).toBe(2);
    expect((await shell(list, { dir, env })).stdout).toContain(`${name}\t`);
  });

  test.each(cases)('%s --yes asks nothing', async (words) => {
    const { screen, ended } = terminal(`${words} --yes`, { dir, env });
    expect(await ended).toBe(0);
    expect(screen()).not.toContain('type');
  });

  test.each(cases)('%s away from a terminal needs --yes', async (words, name, list) => {
    const ran = await shell(words, { dir, env });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('--yes');
    expect((await shell(list, { dir, env })).stdout).toContain(`${name}\t`);
  });
});

describe('defaults set on a terminal', () => {
  const [first, second, off] = [
    'claude-sonnet-4-20250514',
    'claude-haiku-4-5-20251001',
    'claude-sonnet-4-5-20250929',
  ];

  beforeEach(async () => {
    const bedrock =
      'providers put bedrock --region eu-west-1 --role-arn arn:aws:iam::123456789012:role/p';
    await shell(`${bedrock} --disable-model ${off}`, { dir, env });
    await shell('providers put openai --disable', { dir, env });
  });

  test('offers only providers and models that are enabled, and sets what was chosen', async () => {
    const listed = await shell('providers models list bedrock', { dir, env });
    expect(listed.stdout).toContain(`${off}\t`);
    const { type, shows, screen, ended } = terminal('defaults set', { dir, env });
    await shows('default provider');
    const providers = await shows('select');
    expect(providers).toContain('bedrock');
    expect(providers).not.toContain('openai');
    type(`bedrock${keys.enter}`);
    await shows('default model');
    const models = await shows('select');
    expect(models).toContain(first);
    expect(models).toContain(second);
    expect(models).not.toContain(off);
    type(`${keys.down}${keys.enter}`);
    await shows('The same without questions');
    expect(await ended).toBe(0);
    expect(screen()).toContain(`portai defaults set --provider bedrock --model ${second}`);
    const got = await shell('defaults get --json', { dir, env });
    expect(JSON.parse(got.stdout)).toMatchObject({ provider: 'bedrock', model: second });
  });
});

describe('a terminal where nobody is to be asked', () => {
  const none = [
    ['--no-input', {}],
    ['CI=1', { CI: '1' }],
    ['PORTAI_NO_INPUT=1', { PORTAI_NO_INPUT: '1' }],
  ] as const;
  const flag = (how: string) => (how.startsWith('--') ? ` ${how}` : '');

  test.each(none)('%s: a wizard names all that is missing instead', async (how, extra) => {
    const words = `providers put bedrock${flag(how)}`;
    const { screen, ended } = terminal(words, { dir, env: { ...env, ...extra } });
    expect(await ended).toBe(2);
    expect(screen()).toContain('--role-arn <arn> --region <region>');
    expect(screen()).toContain('--access-key-id-secret <name>');
    expect(screen()).not.toContain('how Port connects');
  });

  test.each(none)('%s: a value, a choice and a deletion are not asked for', async (how, extra) => {
    const all = { ...env, ...extra };
    for (const [words, named] of [
      ['secrets add other', '--value-stdin, --value-file, --value-env'],
      ['defaults set', '--provider, --model'],
      ['providers delete openai', '--yes'],
      ['auth login', '--client-id'],
    ] as const) {
      const signIn = words === 'auth login' ? { PORTAI_SANDBOX: '0' } : {};
      const { screen, ended } = terminal(`${words}${flag(how)}`, {
        dir,
        env: { ...all, ...signIn },
      });
      expect(await ended).toBe(2);
      expect(screen()).toContain(named);
    }
  });
});
