import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clockFrom, documentedDay } from '../support/clock.ts';
import { keys, terminal, type Terminal } from '../support/pty.ts';
import { freshFolder } from '../support/run.ts';
import { fenced, textOf } from '../support/readme.ts';
import { shell, start } from '../support/spawn.ts';

/** `bedrock setup` on a terminal of 80 columns, key by key, against the sandbox. */

// The day of the recording in the docs, for the models that it shows.
const env = { PORTAI_SANDBOX: '1', ...clockFrom(documentedDay) };
const { enter, down, ctrlC } = keys;
const haiku = 'claude-haiku-4-5-20251001';

const begin = (dir: string, more = '') =>
  terminal(`bedrock setup${more}`, { dir, env, columns: 80 });

/** What is asked on the way to a role that portai creates, and the key that goes on. */
const questions = [
  ['AWS region that serves the models', 'eu-west-1'],
  ['Look into AWS with this machine', ''],
  ['Also allow worldwide profiles', ''],
  ['Models that Port may call', ''],
  ['How Port signs in to AWS', ''],
  ['Guardrail that every call passes', ''],
  ['Where the role comes from', ''],
  ['Port secret for the external ID', ''],
  ['Create the role port-bedrock in account', ''],
] as const;

async function answer({ shows, type }: Terminal, count: number = questions.length) {
  for (const [question, words] of questions.slice(0, count)) {
    await shows(question);
    type(`${words}${enter}`);
  }
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** The conversation as docs/bedrock.md shows it, below the command. */
function recorded(): string[] {
  const [, after = ''] = textOf('docs/bedrock.md').split('<!-- conversation -->');
  const [block = ''] = fenced(after, 'text');
  const [command, ...lines] = block.split('\n').filter((line) => line !== '');
  if (command !== '$ portai bedrock setup' || lines.length < 20) throw new Error('No recording');
  return lines;
}

const rolesIn = async (dir: string) =>
  (await shell('bedrock cleanup --dry-run', { dir, env })).stdout.match(/role\/\S+/g) ?? [];
const secretsIn = async (dir: string) => (await shell('secrets list', { dir, env })).stdout.trim();
const isConnected = async (dir: string) =>
  (await shell('providers get bedrock', { dir, env })).code === 0;

test('from nothing to a tested default, with the command that does the same', async () => {
  const dir = freshFolder();
  const talk = begin(dir);
  await answer(talk);
  await talk.shows('✓ Role port-bedrock created');
  await talk.shows('✓ Checked from here');
  await talk.shows('✓ External ID stored as the secret aws-external-id.');
  await talk.shows('Make it the default');
  talk.type(`${down}${enter}`);
  expect(await talk.ended).toBe(0);
  const screen = talk.screen();
  expect(screen).toContain('The same without questions:');
  expect(screen).not.toMatch(/port-[0-9a-f]{32}/);
  for (const line of recorded()) expect(oneLine(screen)).toContain(oneLine(line));
  expect(screen).not.toContain('NodeVersionSupportWarning');
  expect((await shell('defaults get', { dir, env })).stdout).toContain(haiku);

  const command = screen
    .slice(screen.indexOf('portai bedrock setup --region'))
    .replace(/\s+/g, ' ');
  const words = command.trim().split(' ').slice(1);
  const again = await shell([...words, '--json'], { dir, env });
  expect(again.code).toBe(0);
  expect(JSON.parse(again.stdout)).toMatchObject({
    action: 'unchanged',
    role: { action: 'unchanged' },
  });
});

test('`providers put bedrock` leads there where there is no role yet', async () => {
  const dir = freshFolder();
  const talk = terminal('providers put bedrock', { dir, env, columns: 80 });
  await talk.shows('Set up a role with portai (bedrock setup)');
  talk.type(enter);
  await answer(talk);
  await talk.shows('Make it the default');
  talk.type(enter);
  expect(await talk.ended).toBe(0);
  expect(await isConnected(dir)).toBe(true);
});

describe('Ctrl-C', () => {
  test.each(questions.map(([question], index) => ({ question, index })))(
    'at "$question": nothing was changed',
    async ({ question, index }) => {
      const dir = freshFolder();
      const talk = begin(dir);
      await answer(talk, index);
      await talk.shows(question);
      talk.type(ctrlC);
      await talk.shows('Cancelled; nothing was changed');
      expect(await talk.ended).toBe(130);
      expect(await rolesIn(dir)).toEqual([]);
      expect(await secretsIn(dir)).toBe('');
    },
  );

  test('at the last question says what stands, and how to remove it', async () => {
    const dir = freshFolder();
    const talk = begin(dir);
    await answer(talk);
    await talk.shows('Make it the default');
    talk.type(ctrlC);
    await talk.shows('Cancelled. These stand: provider bedrock in Port; secret aws-external-id;');
    await talk.shows('portai bedrock cleanup --role-name port-bedrock');
    expect(await talk.ended).toBe(130);
    expect(await isConnected(dir)).toBe(true);
  });
});

describe('backing out', () => {
  test('of creating the role makes nothing', async () => {
    const dir = freshFolder();
    const talk = begin(dir);
    await answer(talk, questions.length - 1);
    await talk.shows('Create the role');
    talk.type(`n${enter}`);
    await talk.shows('The role port-bedrock was not created');
    expect(await talk.ended).toBe(2);
    expect(await rolesIn(dir)).toEqual([]);
    expect(await secretsIn(dir)).toBe('');
  });

  test('of AWS goes on with a role that somebody else creates', async () => {
    const dir = freshFolder();
    const out = join(freshFolder(), 'role');
    const talk = begin(dir, ` --region eu-west-1 --out ${out}`);
    await talk.shows('Look into AWS');
    talk.type(`n${enter}`);
    for (const question of [
      'worldwide profiles',
      'Models that Port',
      'How Port signs',
      'Guardrail',
    ]) {
      await talk.shows(question);
      talk.type(enter);
    }
    await talk.shows('Where the role comes from');
    talk.type(`${down}${enter}`);
    await talk.shows('Port secret for the external ID');
    talk.type(enter);
    await talk.shows('ARN of the role, once it is created');
    expect(readdirSync(out).sort()).toEqual(['external-id', 'main.tf']);
    talk.type(`arn:aws:iam::123456789012:role/team/port${enter}`);
    await talk.shows('Port does not take a role with a path');
    talk.type(`${keys.ctrlU}arn:aws:iam::123456789012:role/port-example${enter}`);
    await talk.shows('Make it the default');
    talk.type(enter);
    expect(await talk.ended).toBe(0);
    expect(await isConnected(dir)).toBe(true);
  });
});

test('a form and terms that are missing are shown, and sent only after a yes to each', async () => {
  const dir = freshFolder();
  const talk = begin(dir, ` --region eu-west-1 --aws-profile new-account --model ${haiku}`);
  await talk.shows('Access of the account to the models');
  await talk.shows("Fill in Anthropic's use-case form now");
  talk.type(enter);
  for (const [question, words] of [
    ['Name of the company', 'Acme'],
    ['Its web address', 'https://acme.example'],
    ['Its industry', 'Software'],
    ['What the models are for', 'An assistant for our developers'],
  ] as const) {
    await talk.shows(question);
    talk.type(`${words}${enter}`);
  }
  await talk.shows('Who is going to use the models');
  talk.type(enter);
  await talk.shows('Submit it to AWS and Anthropic');
  talk.type(`y${enter}`);
  await talk.shows('✓ Use-case form submitted.');
  await talk.shows(`Accept the terms of ${haiku}`);
  talk.type(enter);
  await talk.shows('were not accepted');
  expect(await talk.ended).toBe(8);
  expect(talk.screen()).not.toContain('WARN');
  expect(await rolesIn(dir)).toEqual([]);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s while a twin of the role stands removes the twin first', async (signal, exit) => {
  const dir = freshFolder();
  await shell('bedrock setup --region eu-west-1 --create --yes', { dir, env });
  const before = await rolesIn(dir);
  const run = start('bedrock diagnose --deep --yes', { dir, env });
  await run.says('created', 'stderr');
  run.signal(signal);
  const { code, stderr } = await run.ended;
  expect(code).toBe(exit);
  expect(stderr).toMatch(/Role portai-preflight-[0-9a-f]{8} removed/);
  expect(await rolesIn(dir)).toEqual(before);
});
