import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { completedLine, completingHome } from '../support/tab-key.ts';
import { installed } from './support/process.ts';

/** Completion in real zsh and fish, of this machine or of Debian's packages. */

const unpacked = (...path: readonly string[]) => installed('shells', ...path);

/** The program of a shell: what is on the PATH, else what was unpacked. */
function shellProgram(name: string, path: readonly string[]): string | undefined {
  if (spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0) return name;
  if (existsSync(unpacked(...path))) return unpacked(...path);
  process.stderr.write(`There is no ${name} here: its completion is not tried\n`);
  return undefined;
}

/** Folders in which unpacked programs find their libraries. */
const libraries = ['usr/lib/x86_64-linux-gnu', 'usr/lib/aarch64-linux-gnu']
  .map((path) => unpacked(path))
  .filter((path) => existsSync(path));

const lines = [
  ['a command', 'portai prov', 'portai providers'],
  ['a type', 'portai providers get op', 'portai providers get openai'],
  ['a secret', 'portai secrets get op', 'portai secrets get openai-key'],
  ['a model', 'portai providers models disable openai gp', 'disable openai gpt-5'],
  ['a flag', 'portai secrets list --fie', 'portai secrets list --fields'],
  ['the value of a flag', 'portai secrets list --output=ya', '--output=yaml'],
] as const;

function home(files: Readonly<Record<string, string>> = {}): Record<string, string> {
  const env = completingHome(files);
  const key = { ...env, KEY: 'sk-proj-abcdefghijklmnopqrstuvwxyz012345' };
  for (const words of [
    ['secrets', 'set', 'openai-key', '--value-env', 'KEY'],
    ['providers', 'put', 'openai', '--api-key-secret', 'openai-key'],
  ]) {
    expect(spawnSync('portai', words, { env: key, encoding: 'utf8' })).toMatchObject({ status: 0 });
  }
  return env;
}

const zsh = shellProgram('zsh', ['bin', 'zsh']);

/** An unpacked zsh looks for its parts where it would have been installed. */
function zshenv(): string {
  const modules = libraries.flatMap((folder) => {
    const zshFolder = `${folder}/zsh`;
    return existsSync(zshFolder)
      ? readdirSync(zshFolder).map((each) => `${zshFolder}/${each}`)
      : [];
  });
  const functions = unpacked('usr', 'share', 'zsh', 'functions');
  return existsSync(functions)
    ? `module_path=(${modules.join(' ')})\nfpath=(${functions} ${functions}/**/*(/))\n`
    : '';
}

describe.runIf(zsh)('zsh', () => {
  let env: Record<string, string>;
  beforeAll(() => {
    const started = home({ '.zshenv': zsh === 'zsh' ? '' : zshenv() });
    env = { ...started, ZDOTDIR: started['HOME'] ?? '' };
  });

  test.each(lines)('completes %s', async (_, typed, wanted) => {
    const shell = {
      command: [zsh ?? '', '-d', '-i'],
      setUp: 'autoload -Uz compinit && compinit -u && source <(portai completion zsh)',
    };
    expect(await completedLine(shell, env, typed, wanted)).toContain(wanted);
  });
});

const fish = shellProgram('fish', ['usr', 'bin', 'fish']);

describe.runIf(fish)('fish', () => {
  let env: Record<string, string>;
  beforeAll(() => {
    env = { ...home(), LD_LIBRARY_PATH: fish === 'fish' ? '' : libraries.join(':') };
  });

  // Fish itself completes the line that it is given, as it does for the TAB key.
  test.each(lines)('completes %s', (_, typed, wanted) => {
    const ask = `portai completion fish | source; complete -C ${JSON.stringify(typed)}`;
    const ran = spawnSync(fish ?? '', ['--no-config', '-c', ask], { env, encoding: 'utf8' });
    const offered = ran.stdout.split('\n').map((line) => line.replace(/\t.*/, ''));
    expect(offered).toContain(wanted.replace(/^.* /, ''));
  });
});
