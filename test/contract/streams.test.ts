import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { freshFolder, portai } from '../support/run.ts';

/** What the streams decide: whether anybody is asked, in which form an error comes, and the exit code. */

const env = { PORTAI_SANDBOX: '1' };
const keyboard = () => Object.assign(new PassThrough(), { isTTY: true });

describe('nobody is asked', () => {
  test.for([
    ['with stderr in a file, where a question would be unseen', {}, false],
    ['on a dumb terminal, where an answer could not be corrected', { TERM: 'dumb' }, true],
  ] as const)('%s: exit 2, naming every flag', async ([, more, errScreen]) => {
    for (const [words, flag] of [
      ['secrets add k', '--value-stdin'],
      ['providers put openai', '--api-key-secret'],
    ] as const) {
      const stdin = keyboard();
      const ran = await portai(words, { env: { ...env, ...more }, stdin, errScreen });
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toContain(flag);
      expect(stdin.listenerCount('keypress')).toBe(0);
    }
  });
});

test('--json after -- is an argument, and the error is for a person', async () => {
  const ran = await portai(['secrets', 'get', '--', '--json'], { env });
  expect(ran).toMatchObject({ stdout: '' });
  expect(ran.code).not.toBe(0);
  expect(ran.stderr).toMatch(/^Error: /);
});

test('--json before -- gives the error as JSON', async () => {
  const ran = await portai(['secrets', 'get', '--json', '--', 'k'], { env });
  expect(ran).toMatchObject({ code: 4, stdout: '' });
  expect(ran.stderr).toMatch(/^\{"error":/);
});

/** A stdout that fails with this as soon as somebody listens. */
function broken(code: string) {
  const stdout = Object.assign(new PassThrough(), { isTTY: false });
  const error = Object.assign(new Error('broken'), { code });
  stdout.once('newListener', () => {
    process.nextTick(() => stdout.emit('error', error));
  });
  return stdout;
}

describe('stdout that breaks', () => {
  test.for([
    ['EPIPE', 0],
    ['EIO', 4],
  ] as const)('with %s: a command that fails ends with %i', async ([code, wanted]) => {
    const stdin = Readable.from([]);
    const stdout = broken(code);
    const ran = await portai('providers get openai', { env, stdin, stdout });
    expect(ran.code).toBe(wanted);
  });

  test('with EPIPE: a test that finds something ends with 0, since nobody waits for it', async () => {
    const dir = freshFolder();
    const more = { ...env, GOOD: 'sk-good-0123456789' };
    const run = (words: string) => portai(words, { dir, env: more });
    await run('secrets set k1 --value-env GOOD');
    await run('providers put openai --api-key-secret k1');
    await run('secrets delete k1 --yes --force');
    expect(await run('validate --static openai')).toMatchObject({ code: 8 });
    const stdout = broken('EPIPE');
    const ran = await portai('validate --static openai', { dir, env: more, stdout });
    expect(ran.code).toBe(0);
  });
});

test('a question that nobody would see is not asked: stderr goes into a file', async () => {
  const ran = await portai('--sandbox secrets add some-key', {
    stdin: keyboard(),
    errScreen: false,
  });
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toContain('--value-stdin');
});
