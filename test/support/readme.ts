import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { notReached, typeAtShell, type Shown } from './shell-session.ts';

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
interface Typed {
  readonly command: string;
  readonly output: string;
}

/** Reads a session: `$ ` starts a command, `> ` goes on with it, all else is output. */
function parseSession(block: string): Typed[] {
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

function formatSession(typed: readonly Typed[]): string {
  return typed
    .map(({ command, output }) => `$ ${command.replace(/\n(?=.)/g, '\n> ')}${output}`)
    .join('');
}

/** What differs from run to run: trace ids, times and ports. */
function masked(text: string): string {
  return text
    .replace(/\b[0-9a-f]{32}\b/g, '<id>')
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>')
    .replace(/\b\d{8}-\d{6}-[0-9a-f]{6}\b/g, '<id>')
    .replace(/\b\d+\.\d s\.$/gm, '<time> s.')
    .replace(/\b127\.0\.0\.1:\d+/g, '<address>');
}

/** Scripts that the document shows: fences of `sh` whose first line names a file, as `# check.sh`. */
function shownScripts(markdown: string): Record<string, string> {
  const named = fenced(markdown, 'sh').flatMap((text): [string, string][] => {
    const name = /^# (\S+\.sh)\n/.exec(text)?.[1];
    return name === undefined ? [] : [[name, text]];
  });
  return Object.fromEntries(named);
}

/** A session of the document, and what came of each of its commands. */
export interface Session {
  readonly block: string;
  readonly typed: readonly (Typed & { readonly ran: Shown })[];
}

/** Runs every session of the document; all of them at once, since each has a home of its own. */
export function runSessions(markdown: string): Promise<Session[]> {
  const files = shownScripts(markdown);
  return Promise.all(
    fenced(markdown, 'console').map(async (block) => {
      const typed = parseSession(block);
      const ran = await typeAtShell(
        typed.map(({ command }) => command),
        files,
      );
      return {
        block,
        typed: typed.map((each, index) => ({ ...each, ran: ran[index] ?? notReached })),
      };
    }),
  );
}

/** The document as it would show these runs; where only what always differs does, its words stay. */
export function withOutputs(markdown: string, sessions: readonly Session[]): string {
  return sessions.reduce((text, { block, typed }) => {
    const renewed = formatSession(
      typed.map(({ command, output, ran }) => ({
        command,
        output: masked(ran.output) === masked(output) ? output : ran.output,
      })),
    );
    return text.replace(fence(block), () => fence(renewed));
  }, markdown);
}

const fence = (block: string) => `\`\`\`console\n${block}\`\`\``;

/** A table of Markdown; cells may hold any text. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]) {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((each) => each.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The document with what stands between `<!-- name -->` and `<!-- end -->` replaced. */
export function withTable(markdown: string, name: string, table: string): string {
  const place = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- end -->)`);
  if (!place.test(markdown)) throw new Error(`There is no place for the table "${name}"`);
  return markdown.replace(place, (_, before: string, after: string) => {
    return `${before}\n${table}\n\n${after}`;
  });
}

/** What follows `<!-- name -->`, up to the next heading. */
export function section(markdown: string, name: string): string {
  const after = markdown.split(`<!-- ${name} -->`)[1];
  if (after === undefined) throw new Error(`There is no place called "${name}"`);
  return after.split(/^#/m)[0] ?? '';
}
