import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { globalOptions } from '../src/cli/globals.ts';
import { simulatedProfiles } from '../src/cli/simulated-aws.ts';
import { helpTopics } from '../src/commands/help-topics.ts';
import type { Node } from '../src/commands/define.ts';
import { tree } from '../src/commands/tree.ts';
import { exitClasses, worstOf, type ExitClass } from '../src/core/errors.ts';
import { providerTypes } from '../src/planes/port/provider-types/index.ts';
import { dialects } from '../src/sandbox/port/dialects.ts';
import { faultKinds } from '../src/sandbox/faults.ts';
import {
  credentialWords,
  mannerWords,
  modelWords,
} from '../src/sandbox/vendors/outcomes-by-name.ts';
import { allSettings as settings } from '../src/cli/settings-table.ts';
import { everyCommand, type Leaf } from './support/commands.ts';
import {
  fenced,
  fileOfRepository,
  markdownTable,
  runSessions,
  section,
  textOf,
  withOutputs,
  withTable,
  type Session,
} from './support/readme.ts';

/** The code writes what could drift: `npx vitest run test/docs.test.ts -u` brings it up to date. */

/** What the package carries, beside the program. */
const shipped = [
  ...['README.md', 'CHANGELOG.md', 'SECURITY.md'],
  ...readdirSync(fileOfRepository('docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const documents = [...shipped, 'CONTRIBUTING.md'];
const withSessions = shipped.filter((name) => fenced(textOf(name), 'console').length > 0);
const wholeText = shipped.map(textOf).join('\n');

const code = (text: string) => `\`${text}\``;

function commandRows(nodes: readonly Node[], words: readonly string[]): string[][] {
  return nodes.flatMap(({ name, summary, children }) =>
    children
      ? commandRows(children, [...words, name])
      : [[code([...words, name].join(' ')), summary]],
  );
}

const tables: Readonly<Record<string, string>> = {
  commands: markdownTable(['Command', 'What it does'], commandRows(tree, ['portai'])),
  'provider types': markdownTable(
    ['Type', 'What it connects', 'Ways to connect'],
    providerTypes.map(({ id, title, variants }) => [
      code(id),
      title,
      variants.map((variant) => variant.title).join(', '),
    ]),
  ),
  'exit codes': markdownTable(
    ['Code', '`error.code`', 'Meaning'],
    Object.values(exitClasses).map(({ code: number, slug, means }) => [
      String(number),
      code(slug),
      means,
    ]),
  ),
  settings: markdownTable(
    ['Variable', 'Flag', 'Without it', 'What it is'],
    settings.map(({ env, flag, default: otherwise = '', description }) => [
      env.map(code).join(', '),
      flag === undefined ? '' : code(flag),
      otherwise,
      description,
    ]),
  ),
  'simulated accounts': markdownTable(
    ['Profile', 'Account', 'Who that is'],
    simulatedProfiles.map(({ name, account, means }) => [code(name), account, means]),
  ),
  dialects: markdownTable(
    ['Dialect', 'Answers about LLM providers'],
    Object.entries(dialects).map(([name, { means }]) => [code(name), means]),
  ),
  faults: markdownTable(
    ['Fault', 'What it does'],
    Object.values(faultKinds).map(({ form, means }) => [
      form.split(' or ').map(code).join(' or '),
      means,
    ]),
  ),
};

describe.for(withSessions)('%s', (name) => {
  const document = textOf(name);

  let sessions: Session[] = [];
  beforeAll(async () => {
    sessions = await runSessions(document);
  }, 120_000);

  test('shows what its sessions print at a real shell', async () => {
    expect(sessions.length).toBeGreaterThan(0);
    await expect(await renewed(name, withOutputs(document, sessions))).toMatchFileSnapshot(
      fileOfRepository(name),
    );
  });

  test('shows the exit code of every command that does not end with 0', () => {
    const unsaid = sessions.flatMap(({ typed }) =>
      typed.filter(
        ({ ran }, index) => ran.code !== 0 && typed[index + 1]?.command.trim() !== 'echo $?',
      ),
    );
    expect(unsaid.map(({ command }) => command)).toEqual([]);
  });

  test('keeps its sessions to 80 columns', () => {
    const lines = sessions.flatMap(({ block }) => block.split('\n'));
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('the tables', () => {
  test.for(shipped.filter((name) => !withSessions.includes(name)))(
    'of %s are current',
    async (name) => {
      await expect(await renewed(name, textOf(name))).toMatchFileSnapshot(fileOfRepository(name));
    },
  );

  test('of the code stand in one document each', () => {
    const places = (table: string) =>
      shipped.filter((name) => textOf(name).includes(`<!-- ${table} -->`));
    expect(Object.keys(tables).filter((table) => places(table).length !== 1)).toEqual([]);
  });

  test('name every word that steers the simulated providers, and no other', () => {
    const firstColumn = (name: string) =>
      (section(wholeText, name).split('<!-- end -->')[0] ?? '')
        .split('\n')
        .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([a-z]+)`/g)])
        .map((match) => match[1] ?? '')
        .sort();
    const credential: string[] = credentialWords.map(([word]) => word);
    expect(firstColumn('credential words')).toEqual([...credential, 'slow'].sort());
    const model: string[] = [...modelWords.map(([word]) => word), ...mannerWords];
    expect(firstColumn('model words')).toEqual(model.sort());
  });

  test('give the order in which a batch takes its worst code', () => {
    const order = /in the order ([\d,\s]+)\./.exec(wholeText)?.[1]?.split(/,\s+/) ?? [];
    const classes = order.flatMap((number) => classOf(Number(number)) ?? []);
    expect(classes).toHaveLength(order.length);
    expect(order.length).toBeGreaterThan(5);
    for (const [index, worse] of classes.entries()) {
      expect(worstOf(classes.slice(index).reverse())).toBe(worse);
    }
  });

  test('the README begins with commands that package.json has and that .ci/run runs', () => {
    const scripts = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(textOf('package.json'))).scripts;
    const [first = ''] = fenced(textOf('README.md'), 'sh');
    const commands = [...first.matchAll(/^(npm .+?) +# /gm)].map((match) => match[1] ?? '');
    expect(commands).toHaveLength(2);
    for (const command of commands) {
      expect(textOf('.ci/run')).toContain(command);
      const script = /^npm ci && npm (?:run )?(\w+)$/.exec(command)?.[1] ?? command;
      expect(Object.keys(scripts)).toContain(script);
    }
  });
});

/** The document with the tables of the code, as it is formatted. */
async function renewed(name: string, text: string): Promise<string> {
  const written = Object.entries(tables)
    .filter(([table]) => text.includes(`<!-- ${table} -->`))
    .reduce((whole, [table, rows]) => withTable(whole, table, rows), text);
  const style = (await resolveConfig(fileOfRepository(name))) ?? {};
  return format(written, { ...style, parser: 'markdown' });
}

/** The anchors of a document's headings. */
function headings(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** The class of a code, when it is one that a batch can end with. */
function classOf(number: number): ExitClass | undefined {
  const ranked = [
    ...(['unauthenticated', 'forbidden', 'unreachable', 'limited', 'checkFailed'] as const),
    ...(['refused', 'conflict', 'notFound', 'unverifiable'] as const),
  ];
  return ranked.find((name) => exitClasses[name].code === number);
}

describe('what the documents name', async () => {
  const commands = await everyCommand();

  /** Each `portai …` in running text and in fences of sh, without comments and what follows a pipe. */
  function commandsNamed(markdown: string): string[] {
    const shells = fenced(markdown, 'sh')
      .join('\n')
      .replace(/\\\n\s*/g, ' ');
    const lines = shells.split('\n').filter((line) => line.startsWith('portai '));
    const inline = [...markdown.matchAll(/`(portai [^`]+)`/g)].map((match) => match[1] ?? '');
    return [...lines, ...inline].map((line) => line.split(/ +[#|>]|\s\d>/)[0] ?? '');
  }

  /** What is wrong with a command line as the tree sees it; undefined when nothing is. */
  function problemOf(line: string): string | undefined {
    const typed = line.trim().split(/\s+/).slice(1);
    if (typed[0] === 'help' && Object.hasOwn(helpTopics, typed[1] ?? '')) return undefined;
    let path: readonly string[] = [];
    for (const [index, word] of typed.entries()) {
      const below = commands.filter((each) => startsWith(each, path));
      const leaf = below.some((each) => each.words.length === path.length);
      if (below.some((each) => each.words[path.length] === word)) path = [...path, word];
      else if (leaf) break;
      else if (!word.startsWith('-') && !typed[index - 1]?.startsWith('--')) {
        return `${line}: no such command`;
      }
    }
    const own = commands.find(
      (each) => startsWith(each, path) && each.words.length === path.length,
    );
    const flags = typed.filter((word) => word.startsWith('--'));
    const unknown = flags.filter((flag) => !known(own).includes(flag));
    return unknown.length > 0 ? `${line}: no flag ${unknown.join(', ')}` : undefined;
  }

  const startsWith = ({ words }: Leaf, path: readonly string[]) =>
    path.every((word, index) => words[index] === word);

  function known(leaf: Leaf | undefined): (string | undefined)[] {
    const general = ['--help', '--version', ...globalOptions().map(({ long }) => long)];
    return [...general, ...(leaf?.command.options.map(({ long }) => long) ?? [])];
  }

  test.for(documents)('%s: commands and their flags exist', (name) => {
    expect(commandsNamed(textOf(name)).map(problemOf).filter(Boolean)).toEqual([]);
  });

  test('a command or flag that does not exist is reported', () => {
    const wrong = [
      'portai provides list',
      'portai providers lost',
      'portai secrets set x --value v',
    ];
    expect(wrong.map(problemOf)).toEqual([
      'portai provides list: no such command',
      'portai providers lost: no such command',
      'portai secrets set x --value v: no flag --value',
    ]);
    expect(problemOf('portai --sandbox providers put bedrock --validate')).toBeUndefined();
  });

  test.for(documents)('%s: files that it names exist', (name) => {
    const text = textOf(name);
    const files = [...text.matchAll(/`((?:src|test|scripts|bin|\.ci)\/[^`\s]*)`/g)];
    const paths = files.map((match) => match[1] ?? '');
    const missing = paths.filter((path) => !existsSync(fileOfRepository(path)));
    expect(missing).toEqual([]);
  });

  test.for(shipped)('%s: links lead to what the package carries, and to headings there', (name) => {
    const links = [...textOf(name).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
    const broken = links.flatMap(([shown, path = '', heading]) => {
      const target = path === '' ? name : join(dirname(name), path);
      if (![...shipped, 'LICENSE'].includes(target)) return [`${shown}: not in the package`];
      if (heading === undefined) return [];
      return headings(textOf(target)).includes(heading) ? [] : [`${shown}: no such heading`];
    });
    expect(broken).toEqual([]);
  });

  test('the package carries every document that its documents link to', () => {
    const { files } = z
      .object({ files: z.array(z.string()) })
      .parse(JSON.parse(textOf('package.json')));
    const always = ['README.md', 'LICENSE'];
    const carried = (name: string) =>
      always.includes(name) || files.includes(name) || files.includes(`${dirname(name)}/*.md`);
    expect(shipped.filter((name) => !carried(name))).toEqual([]);
  });

  test('the README can be read in one sitting, and installs before it uses', () => {
    const lines = textOf('README.md').split('\n');
    expect(lines.length).toBeLessThanOrEqual(150);
    const firstUse = lines.findIndex((line) => /^(\$ )?portai /.test(line));
    expect(firstUse).toBeGreaterThan(lines.indexOf('## Install'));
  });
});
