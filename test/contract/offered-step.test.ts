import { expect, test } from 'vitest';
import { converse, keys } from '../support/conversation.ts';
import { freshFolder, portai } from '../support/run.ts';

const env = { PORTAI_SANDBOX: '1', KEY: 'sk-proj-revoked-abcdefghijklmnopqrs' };
const key = { KEY: env.KEY };

async function withRevokedKey(): Promise<string> {
  const dir = freshFolder();
  for (const line of [
    'secrets add openai-key --value-env KEY',
    'providers put openai --api-key-secret openai-key',
  ]) {
    expect(await portai(line, { dir, env })).toMatchObject({ code: 0 });
  }
  return dir;
}

test('a validation that failed offers its first next command, and yes runs it', async () => {
  const chat = converse('validate openai', { dir: await withRevokedKey(), env: key });
  await chat.shows('Run: portai explain KEY_INVALID? (y/N)');
  chat.type(`y${keys.enter}`);
  expect(await chat.ended).toBe(8); // that of the failure
  expect(chat.stdout()).toContain('Create a new key');
  expect(chat.stdout()).toContain('exit code');
});

test('Enter alone runs nothing', async () => {
  const chat = converse('validate openai', { dir: await withRevokedKey(), env: key });
  await chat.shows('Run: portai explain KEY_INVALID? (y/N)');
  chat.type(keys.enter);
  expect(await chat.ended).toBe(8);
  expect(chat.stdout()).not.toContain('exit code');
});

test('Ctrl-C at the question runs nothing', async () => {
  const chat = converse('validate openai', { dir: await withRevokedKey(), env: key });
  await chat.shows('Run: portai explain KEY_INVALID? (y/N)');
  chat.type(keys.interrupt);
  expect(await chat.ended).toBe(8);
  expect(chat.stdout()).not.toContain('exit code');
});

test('a put that failed offers what it would print as its first next command', async () => {
  const dir = await withRevokedKey();
  const chat = converse('providers models disable openai gpt-5', { dir, env: key });
  expect(await chat.ended).toBe(0);
  const missing = converse('providers put anthropic --update-only --enable', { dir, env: key });
  await missing.shows('Run: portai providers list? (y/N)');
  missing.type(`y${keys.enter}`);
  expect(await missing.ended).toBe(4);
  expect(missing.stdout()).toContain('openai');
});

test.each(['--json', '--yes', '--no-input', '--quiet'])(
  'nothing is offered with %s',
  async (flag) => {
    const chat = converse(`validate openai ${flag}`, { dir: await withRevokedKey(), env: key });
    expect(await chat.ended).toBe(8);
    expect(chat.screen()).not.toContain('Run:');
  },
);
