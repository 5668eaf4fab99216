import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { clockFrom, documentedDay } from './clock.ts';
import { openPseudoTerminal } from './pseudo-terminal.ts';
import { freshFolder } from './run.ts';
import { program, requireBuild } from './spawn.ts';

/** What a command showed, on either stream, and its exit code. */
export interface Shown {
  readonly output: string;
  readonly code: number;
}

/** A command that was not reached, because the shell ended before it. */
export const notReached: Shown = { output: '(not reached)', code: Number.NaN };

const separator = '\u001f';
const longestSessionMs = 60_000;

/** Says the exit code of the command before, and leaves it in `$?`. */
const mark = `mark() { status=$?; printf '${separator}%s${separator}' "$status"; return "$status"; }`;

/**
 * Types the commands at one shell, on a terminal of 80 columns without colours, in an empty home that
 * holds the given files. `portai` there is the built program.
 */
export async function typeAtShell(
  commands: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<Shown[]> {
  requireBuild();
  const home = freshFolder();
  try {
    const bin = join(home, 'bin');
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, 'node'));
    symlinkSync(program, join(bin, 'portai'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text);
    const script = join(bin, 'session');
    writeFileSync(script, [mark, ...commands.map((command) => `${command}\nmark`), ''].join('\n'));

    const shown = await onTerminal(script, home, `${bin}${delimiter}${process.env['PATH'] ?? ''}`);
    const parts = shown.split(separator);
    return commands.map((_, index) => {
      const output = parts[2 * index];
      const code = parts[2 * index + 1];
      return output === undefined || code === undefined
        ? notReached
        : { output, code: Number(code) };
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function onTerminal(script: string, home: string, path: string): Promise<string> {
  return new Promise((resolve) => {
    let shown = '';
    const terminal = openPseudoTerminal(['sh', script], {
      columns: 80,
      folder: home,
      // Nobody is there to answer what is offered after a failure.
      env: {
        PATH: path,
        HOME: home,
        NO_COLOR: '1',
        PORTAI_NO_INPUT: '1',
        ...clockFrom(documentedDay),
      },
      onText: (text) => (shown = text),
      onEnd: () => {
        clearTimeout(limit);
        resolve(stripVTControlCharacters(withoutWiped(shown)).replaceAll('\r\n', '\n'));
      },
    });
    const limit = setTimeout(() => terminal.kill('SIGKILL'), longestSessionMs);
  });
}

/** A line that says what is waited for is wiped again: nothing of it stays on a screen. */
const withoutWiped = (raw: string) => raw.replace(/(?:\r\u001b\[K[^\r\n]*)*\r\u001b\[K/g, '');
