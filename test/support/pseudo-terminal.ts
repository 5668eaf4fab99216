import { spawn } from '@lydell/node-pty';

/**
 * Ends a pseudo-terminal without losing its last words. When the last process on it ends, what was
 * written but not yet read may be dropped. So a shell stays behind the program: it says the exit code
 * between marks, which come after everything the program wrote, and leaves only when told to.
 */
const mark = '\u001e';
const leave = '\u001dleave';
const outlive = [
  // Caught and not ignored: what the shell starts gets these signals as it would without the shell.
  'trap : HUP INT QUIT TERM',
  '"$@"',
  `printf '${mark}%s${mark}' "$?"`,
  `while read -r line; do case $line in *${leave}*) exit;; esac; done`,
].join('\n');

const markedEnd = new RegExp(`${mark}(\\d+)${mark}`);

export interface PseudoTerminal {
  readonly write: (text: string) => void;
  /** To the program and all that it started on this terminal. */
  readonly kill: (signal: NodeJS.Signals) => void;
}

export interface PseudoTerminalOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly columns: number;
  readonly folder?: string;
  /** All that was shown so far, as it came. */
  readonly onText: (text: string) => void;
  /** Called once, after the last text; a signal that killed the program counts as 128 and its number. */
  readonly onEnd: (code: number) => void;
}

/** Runs a program on a pseudo-terminal of 40 rows. */
export function openPseudoTerminal(
  command: readonly string[],
  { env, columns, folder, onText, onEnd }: PseudoTerminalOptions,
): PseudoTerminal {
  const child = spawn('/bin/sh', ['-c', outlive, 'sh', ...command], {
    name: 'xterm-256color',
    cols: columns,
    rows: 40,
    env: { ...env, TERM: 'xterm-256color' },
    ...(folder === undefined ? {} : { cwd: folder }),
  });
  let raw = '';
  let over = false;
  const end = (code: number) => {
    if (over) return;
    over = true;
    onEnd(code);
  };
  child.onData((data) => {
    if (over) return;
    raw += data;
    const [marked, code] = markedEnd.exec(raw) ?? [];
    onText(marked === undefined ? raw : raw.slice(0, raw.indexOf(marked)));
    if (marked === undefined) return;
    end(Number(code));
    child.write(`${leave}\n`);
  });
  // Only when the shell itself was killed.
  child.onExit(({ exitCode, signal = 0 }) => end(signal === 0 ? exitCode : 128 + signal));
  return {
    write: (text) => child.write(text),
    kill: (signal) => {
      if (over) return;
      process.kill(-child.pid, signal);
    },
  };
}
