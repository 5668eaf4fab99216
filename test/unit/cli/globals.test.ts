import { Command, CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import {
  addGlobalOptions,
  keptFlags,
  asksForDocument,
  readGlobals,
  type Globals,
} from '../../../src/cli/globals.ts';

interface Parsed {
  readonly globals: Globals;
  readonly own: Readonly<Record<string, unknown>>;
}

/** A program like ours: groups, verbs, one of which has a --region and a -n of its own. */
async function parse(line: string): Promise<Parsed> {
  const root = new Command('portai').exitOverride().enablePositionalOptions();
  root.configureOutput({ writeErr: () => undefined });
  let parsed: Parsed | undefined;
  const keep = (_flags: unknown, command: Command) => {
    parsed = { globals: readGlobals(command), own: command.opts() };
  };
  const providers = root.command('providers');
  providers.command('list').action(keep);
  const put = providers.command('put');
  put.command('bedrock').option('--region <region>', 'AWS region').option('-q <n>').action(keep);
  addEverywhere(root);
  await root.parseAsync(line.split(' '), { from: 'user' });
  if (!parsed) throw new Error('no verb was called');
  return parsed;
}

function addEverywhere(command: Command): void {
  addGlobalOptions(command);
  command.commands.forEach(addEverywhere);
}

const none = { forPlane: {}, json: false, yes: false, quiet: false };

describe('global flags', () => {
  test('are none without any', async () => {
    expect((await parse('providers list')).globals).toEqual(none);
  });

  test.each([
    ['--json', { json: true, format: 'json' }],
    ['--output json', { json: true, format: 'json' }],
    ['--json -o json', { json: true, format: 'json' }],
    ['-o yaml', { json: true, format: 'yaml' }],
    ['--output=table', { format: 'table' }],
    ['-otsv', { format: 'tsv' }],
    ['--fields name,a.b,name', { fields: ['name', 'a.b'] }],
    ['--yes', { yes: true }],
    ['-y', { yes: true }],
    ['-q', { quiet: true }],
    ['--sandbox', { sandbox: true }],
    ['--debug', { debug: true }],
    ['--no-input', { noInput: true }],
    ['--no-color', { noColor: true }],
    ['--profile us', { profile: 'us' }],
    ['--api-url=https://x.example', { forPlane: { apiUrl: 'https://x.example' } }],
    ['--timeout 5 --retries 0', { timeout: '5', retries: '0' }],
    ['--ca-file ca.pem', { caFile: 'ca.pem' }],
    ['--port-region us', { forPlane: { region: 'us' } }],
    ['--region us', { forPlane: { region: 'us' } }],
  ])('%s counts before the verb, inside the group and after the verb', async (flags, wanted) => {
    for (const line of [
      `${flags} providers list`,
      `providers ${flags} list`,
      `providers list ${flags}`,
    ]) {
      expect((await parse(line)).globals).toEqual({ ...none, ...wanted });
    }
  });

  test.each([
    ['--output csv', 'Allowed choices are json, yaml, table, tsv'],
    ['--json --output yaml', '--json and --output yaml are two forms: give one'],
    ['--fields name,', '--fields takes names with commas between them, as name,status'],
    ['--fields=', '--fields takes names with commas between them, as name,status'],
  ])('%s is refused', async (flags, message) => {
    await expect(parse(`providers list ${flags}`)).rejects.toThrow(message);
  });

  test.each([
    ['--json', true],
    ['-o json', true],
    ['-oyaml', true],
    ['--output=yaml', true],
    ['--output yaml', true],
    ['--output table', false],
    ['-o', false],
    ['json', false],
  ])('before any command has read it, %s asks for errors as JSON: %s', (words, is) => {
    expect(asksForDocument(['providers', ...words.split(' ')])).toBe(is);
  });

  test('nearest to the verb wins', async () => {
    const { globals } = await parse('--profile a providers --profile b list --profile c');
    expect(globals.profile).toBe('c');
    expect((await parse('--profile a providers list')).globals.profile).toBe('a');
  });

  test('stand apart from a flag of the same name that a command has', async () => {
    const { globals, own } = await parse('--region us providers put bedrock --region eu-west-1');
    expect(globals.forPlane['region']).toBe('us');
    expect(own['region']).toBe('eu-west-1');
    const full = await parse('providers put bedrock --port-region us --region eu-west-1');
    expect(full.globals.forPlane['region']).toBe('us');
    expect(full.own['region']).toBe('eu-west-1');
    const alone = await parse('providers put bedrock --region eu-west-1');
    expect(alone.globals.forPlane['region']).toBeUndefined();
  });

  test('leave a short flag to the command that has it', async () => {
    const { globals, own } = await parse('providers put bedrock -q 7');
    expect(globals.quiet).toBe(false);
    expect(own['q']).toBe('7');
  });

  test('are refused when they are not known, or lack their value', async () => {
    for (const line of ['providers list --jsn', 'providers list --profile']) {
      await expect(parse(line)).rejects.toBeInstanceOf(CommanderError);
    }
  });

  test('are shown in the help of the root only', () => {
    const root = new Command('portai');
    const list = root.command('list');
    addEverywhere(root);
    expect(root.helpInformation()).toContain('--sandbox');
    expect(list.helpInformation()).not.toContain('--sandbox');
  });
});

describe('flags kept in a suggested command', () => {
  test('say which organization is meant, and nothing else', () => {
    const globals = {
      ...none,
      json: true,
      debug: true,
      timeout: '5',
      sandbox: true,
      profile: 'us',
      forPlane: { apiUrl: 'https://x.example', region: 'us' },
    };
    expect(keptFlags(globals).flat().join(' ')).toBe(
      '--sandbox --profile us --api-url https://x.example --port-region us',
    );
    expect(keptFlags(none)).toEqual([]);
  });
});
