import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sandboxPortkeyKeys } from '../../src/sandbox/portkey/keys.ts';
import { everyCommand } from '../support/commands.ts';
import { connectOpenai } from '../support/portkey-sandbox.ts';
import { freshFolder, portai } from '../support/run.ts';

/** What docs/portkey.md says of each sentence of Portkey's page. */
const page = readFileSync(resolve(import.meta.dirname, '../../docs/portkey.md'), 'utf8');
const rows = page.split('\n').filter((line) => /^\| (?!On the page|-)/.test(line));
const quoted = rows.flatMap((row) =>
  [...row.matchAll(/`([^`]+)`/g)].map(([, words]) => words ?? ''),
);

const commands = [
  ...new Set(quoted.filter((words) => /^(?:integrations|workspaces) /.test(words))),
];

/** What a command of the table needs beyond what the table says. */
const more: Readonly<Record<string, readonly string[]>> = {
  'integrations update <slug>': ['--name', 'Renamed'],
  'integrations create': ['openai', '--name', 'Another', '--value-env', 'KEY'],
  'integrations delete': ['openai-prod'],
  'integrations update': ['openai-prod', '--name', 'Renamed'],
  'integrations rotate-key <slug>': ['--value-env', 'KEY'],
  'integrations validate <slug>': ['--value-env', 'KEY', '--model', 'gpt-5'],
  'integrations workspaces limits <slug> <workspace…>': ['--budget-usd', '5'],
  'integrations connect-port <slug>': ['--model', 'gpt-5', '--value-env', 'WORKSPACE_KEY'],
};

const typed = (words: string) =>
  words
    .replace('<slug>', words.includes('--workspace <slug>') ? 'eng' : 'openai-prod')
    .replace('<workspace…>', 'eng')
    .replace('<workspace>', 'eng')
    .replace('<model…>', 'gpt-5')
    .split(' ');

test('the table has a row for each part of the page', () => {
  expect(rows.length).toBeGreaterThan(25);
  expect(commands.length).toBeGreaterThan(15);
});

describe('a command of the table does its work in the sandbox', () => {
  test.each(commands)('%s', async (words) => {
    const dir = freshFolder();
    const env = {
      PORTAI_SANDBOX: '1',
      KEY: 'sk-proj-abcdefghijklmnopqrstuvwxyz',
      WORKSPACE_KEY: sandboxPortkeyKeys.member,
    };
    await connectOpenai(dir);
    if (/workspaces limits|connect-port/.test(words)) {
      const grant = 'integrations workspaces grant openai-prod eng';
      expect(await portai(grant, { dir, env })).toMatchObject({ code: 0 });
    }
    const ran = await portai([...typed(words), ...(more[words] ?? []), '--yes'], { dir, env });
    expect(ran.stderr).not.toContain('Error');
    expect(ran.code).toBe(0);
  });
});

test('every flag of the table is a flag of such a command', async () => {
  const leaves = await everyCommand();
  const known = new Set(
    leaves
      .filter(({ words }) => words[0] === 'integrations' || words[0] === 'workspaces')
      .flatMap(({ command }) => command.options.map(({ long }) => long)),
  );
  const flags = quoted.flatMap((words) => words.match(/(?<![\w-])--[\w-]+/g) ?? []);
  expect(flags.length).toBeGreaterThan(15);
  expect(flags.filter((flag) => !known.has(flag) && flag !== '--json')).toEqual([]);
});
