// Manual pages, made of what `portai commands --json` tells.
import { z } from 'zod';

const flag = z.object({
  flags: z.string(),
  description: z.string(),
  choices: z.array(z.string()).optional(),
});
const form = z.object({
  version: z.string(),
  commands: z.array(
    z.object({
      words: z.array(z.string()),
      summary: z.string(),
      arguments: z.array(
        z.object({
          name: z.string(),
          required: z.boolean(),
          variadic: z.boolean(),
          description: z.string(),
        }),
      ),
      flags: z.array(flag),
    }),
  ),
  globalFlags: z.array(flag),
  variables: z.array(
    z.object({ name: z.string(), flag: z.string().optional(), description: z.string() }),
  ),
  exitCodes: z.array(z.object({ code: z.int(), name: z.string(), meaning: z.string() })),
});

/** @typedef {z.infer<typeof form>['commands'][number]} Command */
/** @typedef {z.infer<typeof flag>} Flag */

/**
 * A text of one line as roff sets it: nothing in it is a request or an escape, and a hyphen stays one.
 * @param {string} text
 */
const set = (text) =>
  text
    .replace(/\s+/g, ' ')
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/, '\\&')
    .replace(/[^ -~]/gu, (letter) => `\\[u${hex(letter)}]`);

/** @param {string} letter */
const hex = (letter) => (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

/** @param {string} title */
const section = (title) => `.SH ${set(title)}`;

/**
 * @param {string} head
 * @param {string} text
 */
const item = (head, text) => ['.TP', `\\fB${set(head)}\\fR`, set(text === '' ? '.' : text)];

/** @param {Flag} flag */
const flagItem = ({ flags, description, choices }) =>
  item(flags, choices ? `${description} (${choices.join(', ')})` : description);

/** @param {Command['arguments'][number]} argument */
function argumentWord({ name, required, variadic }) {
  const word = variadic ? `${name}...` : name;
  return required ? `<${word}>` : `[${word}]`;
}

/**
 * @param {string} name
 * @param {string} summary
 * @param {string} version
 */
const head = (name, summary, version) => [
  `.TH ${name.toUpperCase()} 1 "" "portai ${version}" "portai"`,
  section('NAME'),
  `${set(name)} \\- ${set(summary)}`,
];

/** @param {Command} command */
function commandPart({ words, summary, arguments: taken, flags }) {
  const line = [
    'portai',
    ...words,
    ...taken.map(argumentWord),
    ...(flags.length > 0 ? ['[flags]'] : []),
  ];
  return [
    `.SS ${set(['portai', ...words].join(' '))}`,
    set(`${summary}.`),
    '.PP',
    `\\fB${set(line.join(' '))}\\fR`,
    ...taken.flatMap((argument) => item(argumentWord(argument), argument.description)),
    ...flags.flatMap(flagItem),
  ];
}

/**
 * The pages by their file names: one of the program, one of each of its groups.
 *
 * @param {unknown} told what `portai commands --json` prints
 * @returns {Map<string, string>}
 */
export function manPages(told) {
  const { version, commands, globalFlags, variables, exitCodes } = form.parse(told);
  const groups = [...new Set(commands.map(({ words }) => words[0] ?? ''))];
  /** @type {Map<string, string[]>} */
  const pages = new Map();
  pages.set('portai.1', [
    ...head('portai', "run your organization's LLM providers from the terminal", version),
    section('SYNOPSIS'),
    '\\fBportai\\fR <command> [flags]',
    section('COMMANDS'),
    ...commands
      .filter(({ words }) => words.length <= 3)
      .flatMap(({ words, summary }) => item(['portai', ...words].join(' '), summary)),
    section('FLAGS'),
    'Every command takes them, before and after its words.',
    ...globalFlags.flatMap(flagItem),
    section('ENVIRONMENT'),
    ...variables.flatMap(({ name, flag: same, description }) =>
      item(name, same === undefined ? description : `${description} (flag: ${same})`),
    ),
    section('EXIT STATUS'),
    ...exitCodes.flatMap(({ code, name, meaning }) => item(`${code} ${name}`, meaning)),
    section('SEE ALSO'),
    set(groups.map((group) => `portai-${group}(1)`).join(', ')),
  ]);
  for (const group of groups) {
    const own = commands.filter(({ words }) => words[0] === group);
    pages.set(`portai-${group}.1`, [
      ...head(
        `portai-${group}`,
        own.length === 1 ? (own[0]?.summary ?? '') : `the commands of portai ${group}`,
        version,
      ),
      section('COMMANDS'),
      ...own.flatMap(commandPart),
      section('SEE ALSO'),
      set('portai(1): flags that every command takes, variables and exit codes'),
    ]);
  }
  return new Map([...pages].map(([name, lines]) => [name, `${lines.join('\n')}\n`]));
}
