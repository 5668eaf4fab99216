import { expect, test } from 'vitest';
import { portai } from '../../support/run.ts';
import { script, signedIn } from '../../support/script.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A list that is answered after so many turns of the event loop; every pause lasts one of them. */
function answering(turns: number) {
  let time = 0;
  const { send } = script({ 'GET /v1/llm-providers': { json: { result: [] } } });
  return {
    now: () => new Date(time),
    sleep: async (milliseconds: number) => {
      await turn();
      time += milliseconds;
    },
    send: async (request: Parameters<typeof send>[0]) => {
      for (let left = turns; left > 0; left -= 1) await turn();
      return send(request);
    },
  };
}

const list = 'providers list';
const env = signedIn;

test('a slow answer is waited for visibly on a terminal, from the first second on', async () => {
  const ran = await portai(list, { env, errScreen: true, ...answering(9) });
  expect(ran.code).toBe(0);
  expect(ran.stderr).toMatch(/^\r\u001b\[Kwaiting for api\.port\.io, 1 s\r\u001b\[K/);
  expect(ran.stderr.endsWith('s\r\u001b[K')).toBe(true);
});

test('a quick answer comes without a word', async () => {
  const ran = await portai(list, { env, errScreen: true, ...answering(0) });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
});

test.for([
  ['in a log', list, {}, false],
  ['with --json', `${list} --json`, {}, true],
  ['with --quiet', `${list} --quiet`, {}, true],
  ['on a dumb terminal', list, { TERM: 'dumb' }, true],
] as const)('nothing of it is said %s', async ([, words, more, errScreen]) => {
  const ran = await portai(words, { env: { ...env, ...more }, errScreen, ...answering(9) });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
});
