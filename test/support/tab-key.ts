import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { openPseudoTerminal } from './pseudo-terminal.ts';
import { freshFolder } from './run.ts';
import { program, requireBuild } from './spawn.ts';

/** A shell on a terminal that completes portai's words. */
export interface CompletingShell {
  readonly command: readonly string[];
  /** What is typed first: sources the script. */
  readonly setUp: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Files of its home. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The environment of a home in which `portai` is the built program, on the sandbox of that home. */
export function completingHome(files: CompletingShell['files'] = {}): Record<string, string> {
  requireBuild();
  const home = freshFolder();
  const bin = join(home, 'bin');
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  symlinkSync(program, join(bin, 'portai'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text);
  return {
    HOME: home,
    PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
    PORTAI_CONFIG_DIR: join(home, 'settings'),
    PORTAI_SANDBOX: '1',
    LC_ALL: 'C.UTF-8',
  };
}

const longestMs = 40_000;

/**
 * Types a line, presses TAB, and resolves with what the shell shows, as soon as it holds the line that
 * is wanted; rejects with what it showed instead.
 */
export function completedLine(
  { command, setUp }: CompletingShell,
  env: Readonly<Record<string, string>>,
  typed: string,
  wanted: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let typedAt: number | undefined;
    let text = '';
    let isOver = false;
    const over = (end: () => void) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(patience);
      terminal.kill('SIGKILL');
      end();
    };
    const patience = setTimeout(
      () => over(() => reject(new Error(`It showed: ${JSON.stringify(text)}`))),
      longestMs,
    );
    const terminal = openPseudoTerminal(command, {
      env,
      columns: 120,
      onText: (raw) => {
        text = stripVTControlCharacters(raw);
        if (typedAt === undefined && text.includes('set-up-is-over')) {
          typedAt = text.length;
          terminal.write(`${typed}\t`);
        }
        if (typedAt === undefined || !text.slice(typedAt).includes(wanted)) return;
        over(() => resolve(text));
      },
      onEnd: () => over(() => reject(new Error(`It ended: ${JSON.stringify(text)}`))),
    });
    // Said in two parts, so that the echo of what is typed is not taken for it.
    terminal.write(`${setUp}; echo set-up-is''-over\r`);
  });
}
