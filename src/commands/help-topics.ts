import { exitClasses } from '../core/errors.ts';
import { allSettings } from '../cli/settings-table.ts';
import { wrapped } from '../ui/wrap.ts';

const width = 80;

/** What `portai help <topic>` tells, beside the help of commands. */
export const helpTopics: Readonly<Record<string, () => string>> = {
  'exit-codes': () =>
    [
      'The exit code of every command; with --json, error.code on stderr.',
      '',
      ...Object.values(exitClasses).map(({ code, slug, means }) => {
        const head = `  ${String(code).padStart(3)}  ${slug.padEnd(16)} `;
        return `${head}${wrapped(means, width, ' '.repeat(head.length)).trimStart()}`;
      }),
      '',
      'portai explain <code> says more, and portai explain <error name> of one error.',
    ].join('\n'),

  environment: () => {
    const lines = allSettings.flatMap(({ env, flag, description, default: otherwise }) => [
      `  ${env.join(', ')}`,
      wrapped(description, width, '      '),
      ...(otherwise === undefined ? [] : [`      without it: ${otherwise}`]),
      ...(flag === undefined ? [] : [`      flag: ${flag}`]),
    ]);
    return [
      'A flag goes before the environment, the environment before the profile.',
      '',
      ...lines,
    ].join('\n');
  },

  output: () =>
    [
      'stdout holds the answer and nothing else; notes, questions, warnings and errors go to stderr.',
      '',
      '  terminal         a table, colours, relative times',
      '  pipe             tab-separated rows without a head, times in ISO 8601',
      '  --json           one JSON document, the field names of Port or Portkey; an',
      '                   error is one line of JSON on stderr',
      '  --output yaml    the same document as YAML',
      '  --output table   the table, also on a pipe',
      '  --output tsv     the rows, also on a terminal',
      '  --fields a,b     only these fields, by their names in --json, in this order;',
      '                   a dot goes into an object. In a table and in rows each is a',
      '                   column. A name that no item has is refused with exit code 2',
      '                   and the names that there are; after a change it is a warning.',
      '',
      'Questions are asked only when stdin and stderr are terminals, without --no-input and CI. Without them everything that is missing is named at once, with exit code 2.',
      '',
      '  portai providers list --json | jq -r .[].provider',
      '  portai providers list --fields provider,enabled --output tsv',
      '  portai help exit-codes',
    ].join('\n'),

  secrets: () =>
    [
      'Values go in, and never come out again: no command prints a secret of the organization, and none is taken from the command line, where other users and the shell history would see it.',
      '',
      '  a question       typed unseen on a terminal; then how many characters came',
      '  --value-stdin    piped in; one line end at its end is dropped',
      '  --value-file F   read from a file',
      '  --value-env V    taken from an environment variable',
      '',
      'Elsewhere a secret is meant by its name: --api-key-secret openai-key. A name that looks like a key is refused, and not repeated.',
      '',
      'What signs portai in is stored in a file that only its owner may read, and sent only to the address that it was stored for. Redirects are never followed with it.',
      '',
      '  pass show openai | portai secrets set openai-key --value-stdin',
      '  portai secrets usages openai-key',
    ].join('\n'),
};
