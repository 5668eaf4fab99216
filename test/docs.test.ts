import { existsSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { tree, type Node } from '../src/commands/tree.ts';
import { exitClasses } from '../src/domain/errors.ts';
import { providerTypes } from '../src/domain/provider-types/index.ts';
import { faultKinds } from '../src/sandbox/faults.ts';
import { credentialWords, modelWords } from '../src/sandbox/simulated-providers/words.ts';
import { settingsTable, type Setting } from '../src/settings/schema.ts';
import { everyCommand } from './support/commands.ts';
import {
  fenced,
  fileOfRepository,
  markdownTable,
  parseSession,
  runSession,
  shownScripts,
  textOf,
  withExamplesRun,
  withTable,
} from './support/readme.ts';

const code = (text: string) => `\`${text}\``;

function commandRows(nodes: readonly Node[], words: readonly string[]): string[][] {
  return nodes.flatMap(({ name, summary, children }) =>
    children
      ? commandRows(children, [...words, name])
      : [[code([...words, name].join(' ')), summary]],
  );
}

const settings: readonly Setting[] = Object.values(settingsTable);

/** The tables of the README, from the code that decides. */
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
  faults: markdownTable(
    ['Fault', 'What it does'],
    Object.values(faultKinds).map(({ form, means }) => [
      form.split(' or ').map(code).join(' or '),
      means,
    ]),
  ),
};

describe('README.md', () => {
  const readme = textOf('README.md');

  test('its tables hold what the code holds', async () => {
    const written = Object.entries(tables).reduce(
      (text, [name, table]) => withTable(text, name, table),
      readme,
    );
    const style = (await resolveConfig(fileOfRepository('README.md'))) ?? {};
    const wanted = await format(written, { ...style, parser: 'markdown' });
    await expect(wanted).toMatchFileSnapshot('../README.md');
  });

  test('its sessions print what it shows, on a real terminal', { timeout: 120_000 }, async () => {
    await expect(await withExamplesRun(textOf('README.md'))).toMatchFileSnapshot('../README.md');
  });
});
