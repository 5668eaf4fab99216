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
      '  terminal  a table, colours, relative times',
      '  pipe      tab-separated rows without a head, times in ISO 8601',
      "  --json    one JSON document, Port's own field names; an error is one line of",
      '            JSON on stderr',
      '',
      'Questions are asked only when stdin and stderr are terminals, without --no-input and CI. Without them everything that is missing is named at once, with exit code 2.',
      '',
      '  portai providers list --json | jq -r .[].provider',
      '  portai help exit-codes',
    ].join('\n'),
};
