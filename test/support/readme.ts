import { spawn } from '@lydell/node-pty';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { freshFolder } from './run.ts';
import { program, requireBuild } from './spawn.ts';

/** A file of the repository. */
export function fileOfRepository(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

export function textOf(path: string): string {
  return readFileSync(fileOfRepository(path), 'utf8');
}

/** What stands in a fence of one language, without the fence. */
export function fenced(markdown: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...markdown.matchAll(fence)].map((match) => match[1] ?? '');
}

/** One thing typed at a shell, over one line or several, and what is shown below it. */
export interface Typed {
  readonly command: string;
  readonly output: string;
}

/** Reads a session: `$ ` starts a command, `> ` goes on with it, all else is output. */
export function parseSession(block: string): Typed[] {
  const typed: { command: string; output: string }[] = [];
  for (const line of block.split(/(?<=\n)/)) {
    const last = typed.at(-1);
    if (line.startsWith('$ ')) typed.push({ command: line.slice(2), output: '' });
    else if (!last) throw new Error(`An example begins without a command: ${line}`);
    else if (last.output === '' && line.startsWith('> ')) last.command += line.slice(2);
    else last.output += line;
  }
  return typed;
}

export function formatSession(typed: readonly Typed[]): string {
  return typed
    .map(({ command, output }) => `$ ${command.replace(/\n(?=.)/g, '\n> ')}${output}`)
    .join('');
}

/** What differs from run to run: ids, times, durations and ports. */
export function masked(text: string): string {
  return text
    .replace(/\b[0-9a-f]{32}\b/g, '<id>')
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>')
    .replace(/\b127\.0\.0\.1:\d+/g, '<address>')
    .replace(/\bin \d+ ms\b/g, '<duration>');
}

const separator = '\u001e';
const longestSessionMs = 60_000;

/** Says the exit code of the command before, and leaves it in `$?`. */
const mark = `mark() { status=$?; printf '${separator}%s${separator}' "$status"; return "$status"; }`;

/**
 * Types the commands at one shell, on a terminal of 80 columns without colours, in an empty home that
 * holds the given files. `portai` there is the built program.
 */
export async function runSession(
  commands: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<{ readonly output: string; readonly code: number }[]> {
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
    return commands.map((_, index) => ({
      output: parts[2 * index] ?? '',
      code: Number(parts[2 * index + 1] ?? Number.NaN),
    }));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function onTerminal(script: string, home: string, path: string): Promise<string> {
  const child = spawn('sh', [script], {
    name: 'xterm-256color',
    cols: 80,
    rows: 40,
    cwd: home,
    env: { PATH: path, HOME: home, TERM: 'xterm-256color', NO_COLOR: '1' },
  });
  let raw = '';
  child.onData((data) => (raw += data));
  const limit = setTimeout(() => child.kill('SIGKILL'), longestSessionMs);
  return new Promise((resolve) => {
    child.onExit(() => {
      clearTimeout(limit);
      resolve(stripVTControlCharacters(raw).replaceAll('\r\n', '\n'));
    });
  });
}

/** Scripts that the document shows: fences of `sh` whose first line names a file, as `# check.sh`. */
export function shownScripts(markdown: string): Record<string, string> {
  const named = fenced(markdown, 'sh').flatMap((text): [string, string][] => {
    const name = /^# (\S+\.sh)\n/.exec(text)?.[1];
    return name === undefined ? [] : [[name, text]];
  });
  return Object.fromEntries(named);
}

/**
 * The document with every example run anew. Where the output only differs in what always does, the
 * document's own words stay.
 */
export async function withExamplesRun(markdown: string): Promise<string> {
  const files = shownScripts(markdown);
  const blocks = fenced(markdown, 'console');
  const renewed = await Promise.all(
    blocks.map(async (block) => {
      const typed = parseSession(block);
      const ran = await runSession(
        typed.map(({ command }) => command),
        files,
      );
      return formatSession(
        typed.map(({ command, output: shown }, index) => {
          const output = ran[index]?.output ?? '';
          return { command, output: masked(output) === masked(shown) ? shown : output };
        }),
      );
    }),
  );
  return blocks.reduce((text, block, index) => {
    const now = renewed[index] ?? '';
    return text.replace(`\`\`\`console\n${block}\`\`\``, () => `\`\`\`console\n${now}\`\`\``);
  }, markdown);
}

/** A table of Markdown; cells may hold any text. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]) {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((each) => each.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The document with what stands between `<!-- name -->` and `<!-- end -->` replaced. */
export function withTable(markdown: string, name: string, table: string): string {
  const place = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(\\n<!-- end -->)`);
  if (!place.test(markdown)) throw new Error(`There is no place for the table "${name}"`);
  return markdown.replace(place, (_, before: string, after: string) => {
    return `${before}\n${table}\n${after}`;
  });
}
