import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { completedLine, completingHome, type CompletingShell } from '../support/tab-key.ts';

/** The TAB key in a real shell, on a terminal, against the sandbox of the built program. */

const bash: CompletingShell = {
  command: ['bash', '--norc', '--noprofile', '-i'],
  setUp: 'source <(portai completion bash)',
};
const isHere = spawnSync('bash', ['--version'], { stdio: 'ignore' }).status === 0;
if (!isHere) process.stderr.write('There is no bash here: its completion is not tried\n');

describe.runIf(isHere)('bash', () => {
  let env: Record<string, string>;
  beforeAll(() => {
    env = completingHome();
    const key = { ...env, KEY: 'sk-proj-abcdefghijklmnopqrstuvwxyz012345' };
    for (const words of [
      ['secrets', 'set', 'openai-key', '--value-env', 'KEY'],
      ['providers', 'put', 'openai', '--api-key-secret', 'openai-key'],
    ]) {
      const ran = spawnSync('portai', words, { env: key, encoding: 'utf8' });
      expect(ran).toMatchObject({ status: 0 });
    }
  });

  test.each([
    ['a command', 'portai prov', 'portai providers '],
    ['a type', 'portai providers get op', 'portai providers get openai '],
    ['a model', 'portai providers models disable openai gp', 'disable openai gpt-5'],
    ['a secret', 'portai secrets get op', 'secrets get openai-key '],
    ['a flag', 'portai secrets list --fie', '--fields '],
    ['the value of a flag', 'portai secrets list --output=ya', '--output=yaml '],
  ])('completes %s', { timeout: 60_000 }, async (_, typed, wanted) => {
    expect(await completedLine(bash, env, typed, wanted)).toContain(wanted);
  });
});
