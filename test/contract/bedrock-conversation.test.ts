import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { converse, keys, type Conversation } from '../support/conversation.ts';
import { freshFolder, portai, runningTime } from '../support/run.ts';

/** `bedrock setup`, `diagnose` and `cleanup` on a terminal: ways back, and what is said at the end. */

const env = { PORTAI_SANDBOX: '1' };
const haiku = 'claude-haiku-4-5-20251001';
const { enter, down, interrupt } = keys;
const role = 'arn:aws:iam::111122223333:role/port-bedrock';

const run = (dir: string, words: string) => portai(words, { dir, env, now: runningTime });
const isConnected = async (dir: string) => (await run(dir, 'providers get bedrock')).code === 0;
const rolesIn = async (dir: string) =>
  (await run(dir, 'bedrock cleanup --dry-run')).stdout.match(/role\/\S+/g) ?? [];

/** Answers a row of questions, each once it is shown. */
async function answer({ shows, type }: Conversation, ...rows: (readonly [string, string])[]) {
  for (const [question, words] of rows) {
    await shows(question);
    type(`${words}${enter}`);
  }
}

const now = runningTime;
const begin = (more: string, dir = freshFolder()) =>
  converse(`bedrock setup --region eu-west-1 --model ${haiku} ${more}`.trim(), { dir, now });

describe('the question of the default', () => {
  test('comes after the word that the test passed, and Ctrl-C there names the provider first', async () => {
    const dir = freshFolder();
    const talk = begin('--create --auth assume-role', dir);
    await answer(
      talk,
      ['Guardrail that every call passes', ''],
      ['Port secret for the external ID', ''],
      ['Create the role port-bedrock', ''],
    );
    await talk.shows('Make it the default');
    expect(talk.stdout()).toContain('bedrock\tenabled');
    talk.type(interrupt);
    await talk.shows(
      'These stand: provider bedrock in Port; secret aws-external-id; role port-bedrock in account',
    );
    await talk.shows(`portai bedrock setup --region eu-west-1 --model ${haiku} --create --yes`);
    await talk.shows('portai providers delete bedrock');
    expect(await talk.ended).toBe(130);
    expect(await isConnected(dir)).toBe(true);
    expect((await run(dir, 'bedrock cleanup --yes')).code).toBe(5);
    expect(await rolesIn(dir)).toEqual(['role/port-bedrock']);
  });
});

describe('a role that is there', () => {
  const arn = 'arn:aws:iam::111122223333:role/nosuch';

  test('and fails the checks is saved only when somebody says so', async () => {
    const dir = freshFolder();
    const talk = begin(`--role-arn ${arn} --no-external-id --aws-profile`, dir);
    await answer(talk, ['Guardrail that every call passes', '']);
    await talk.shows('Warning: Without an external ID');
    await talk.shows('checks failed');
    await answer(talk, ['Let Port try it all the same?', '']);
    await talk.shows('Nothing was saved in Port.');
    await talk.shows(`--role-arn ${arn} --yes --aws-profile --no-external-id`);
    expect(await talk.ended).toBe(8);
    expect(await isConnected(dir)).toBe(false);
  });

  test('Ctrl-C at that question changes nothing', async () => {
    const dir = freshFolder();
    const talk = begin(`--role-arn ${arn} --no-external-id --aws-profile`, dir);
    await answer(talk, ['Guardrail that every call passes', '']);
    await talk.shows('Let Port try it all the same?');
    talk.type(interrupt);
    await talk.shows('Cancelled; nothing was changed');
    expect(await talk.ended).toBe(130);
    expect(await isConnected(dir)).toBe(false);
  });

  test.each([
    ['x', 'The external ID'],
    ['with a blank ', 'The external ID'],
  ])('an external ID that cannot be one is asked for again: "%s"', async (slip, words) => {
    const talk = begin(`--role-arn ${arn} --external-id-secret xid`);
    await answer(talk, ['Guardrail that every call passes', '']);
    await talk.shows('value of xid');
    talk.type(`${slip}${enter}`);
    await talk.shows(words);
    await talk.shows('value of xid');
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
  });

  test('an external ID is waited for where Enter alone was typed', async () => {
    const talk = begin(`--role-arn ${arn} --external-id-secret xid`);
    await answer(talk, ['Guardrail that every call passes', '']);
    await talk.shows('value of xid');
    talk.type(enter);
    await talk.shows('An answer is needed');
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
  });
});

describe('access keys', () => {
  test('chosen once are not asked for again', async () => {
    const dir = freshFolder();
    const talk = begin('', dir);
    await answer(
      talk,
      ['Look into AWS', 'n'],
      ['How Port signs in to AWS', down],
      ['Guardrail that every call passes', ''],
      ['Write down a user', 'n'],
    );
    await talk.shows(
      'name of the new secret that holds the AWS access key ID: (aws-access-key-id)',
    );
    expect(talk.screen()).not.toContain('how Port connects');
    talk.type(interrupt);
    await talk.shows(`portai bedrock setup --region eu-west-1 --model ${haiku} --auth access-keys`);
    expect(await talk.ended).toBe(130);
  });

  test('Ctrl-C after the user was written down names the files', async () => {
    const out = join(freshFolder(), 'user');
    const talk = begin(`--auth access-keys --out ${out}`);
    await answer(
      talk,
      ['Look into AWS', 'n'],
      ['Guardrail that every call passes', ''],
      ['Write down a user', ''],
    );
    await talk.shows(`bash ${join(out, 'create-user.sh')}`);
    await talk.shows('name of the new secret');
    talk.type(interrupt);
    await talk.shows(`This stands: files ${join(out, 'create-user.sh')}`);
    expect(await talk.ended).toBe(130);
    expect(existsSync(join(out, 'create-user.sh'))).toBe(true);
  });
});

describe('a role that is written down', () => {
  test('Ctrl-C at the question of its ARN names the files and the command to come back with', async () => {
    const out = join(freshFolder(), 'role');
    const talk = begin(`--emit terraform --out ${out}`);
    await answer(
      talk,
      ['Guardrail that every call passes', ''],
      ['Port secret for the external ID', ''],
    );
    await talk.shows('Nothing is in Port yet.');
    await talk.shows('--external-id-secret aws-external-id --external-id-env EXTERNAL_ID');
    await talk.shows('ARN of the role, once it is created');
    talk.type(interrupt);
    await talk.shows(`This stands: files ${join(out, 'main.tf')}, ${join(out, 'external-id')}`);
    expect(await talk.ended).toBe(130);
  });
});

describe('a guardrail', () => {
  test('is asked for with its version, which is never the draft by itself', async () => {
    const talk = begin('--create --auth assume-role');
    await answer(talk, ['Guardrail that every call passes', down]);
    await talk.shows('Version of the guardrail');
    talk.type(enter);
    await talk.shows('a guardrail version is a number, or DRAFT');
    talk.type(`9${enter}`);
    await talk.shows('Warning: The guardrail cannot be used');
    await answer(
      talk,
      ['Guardrail that every call passes', down],
      ['Version of the guardrail', '1'],
      ['Port secret for the external ID', ''],
    );
    await talk.shows('guarded arn:aws:bedrock:eu-west-1:111122223333:guardrail/abc123def456');
    await talk.shows('Create the role port-bedrock');
    talk.type(interrupt);
    await talk.shows('--guardrail-id abc123def456 --guardrail-version 1');
    expect(await talk.ended).toBe(130);
  });
});

describe('bedrock diagnose --deep', () => {
  test.each([
    [`n${enter}`, 2],
    [interrupt, 130],
  ])('makes no twin after %j', async (typed, code) => {
    const dir = freshFolder();
    await run(dir, 'bedrock setup --region eu-west-1 --create --yes');
    const talk = converse('bedrock diagnose --deep', { dir, now });
    await talk.shows('Make a twin of port-bedrock for a minute and call 3 models with it?');
    talk.type(typed);
    expect(await talk.ended).toBe(code);
    expect(talk.screen()).not.toContain('portai-preflight-');
  });
});

describe('bedrock cleanup', () => {
  test('asks for nothing of a role that Port uses', async () => {
    const dir = freshFolder();
    await run(dir, 'bedrock setup --region eu-west-1 --create --yes');
    const talk = converse('bedrock cleanup', { dir, now });
    expect(await talk.ended).toBe(5);
    expect(talk.stdout()).toContain(`kept\t${role}\tPort's provider bedrock uses it`);
    expect(talk.screen()).not.toContain('Remove the role');
  });
});

describe('models that cannot be had', () => {
  const sonnet = 'claude-sonnet-4-5-20250929';
  const sonnet4 = 'claude-sonnet-4-20250514';
  /** After the last day of Sonnet 4. */
  const late = () => new Date(runningTime().getTime() + 315 * 86_400_000);
  const enabledIn = async (dir: string) => {
    const { stdout } = await portai('providers get bedrock --json', { dir, env, now: late });
    const { effectiveModels } = z
      .object({
        effectiveModels: z.record(z.string(), z.object({ enabled: z.boolean().optional() })),
      })
      .parse(JSON.parse(stdout));
    return Object.keys(effectiveModels).filter((name) => effectiveModels[name]?.enabled !== false);
  };
  const talkIn = (region: string, dir: string) =>
    converse(`bedrock setup --region ${region} --create --auth assume-role`, { dir, now: late });
  const toTheEnd = [
    ['Models that Port may call', ''],
    ['Guardrail that every call passes', ''],
    ['Port secret for the external ID', ''],
    ['Create the role port-bedrock', ''],
    ['Make it the default', ''],
  ] as const;

  test('in a region are named with the ways out, and switched off after a yes', async () => {
    const dir = freshFolder();
    const talk = talkIn('ap-south-1', dir);
    await answer(talk, ['Also allow worldwide profiles', '']);
    await talk.shows(`gives ${sonnet} in ap-south-1 (Mumbai). Ways out: another region, such as`);
    await answer(
      talk,
      [`Switch off in Port what cannot be had: ${sonnet}? (Y/n)`, ''],
      ...toTheEnd,
    );
    expect(await talk.ended).toBe(0);
    expect(await enabledIn(dir)).toEqual([haiku]);
  });

  test('and were left on are left to Port, whose test says so', async () => {
    const dir = freshFolder();
    const talk = talkIn('ap-south-1', dir);
    await answer(
      talk,
      ['Also allow worldwide profiles', ''],
      [`Switch off in Port what cannot be had: ${sonnet}`, 'n'],
    );
    await talk.shows(`${sonnet}: left as Port has it. Port's own test fails on an enabled one.`);
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
  });

  test('because AWS has ended them are said, and not asked about where nothing uses them', async () => {
    const dir = freshFolder();
    const talk = talkIn('eu-west-1', dir);
    await answer(talk, ['Also allow worldwide profiles', '']);
    await talk.shows(`${sonnet4} has ended on Bedrock since 2026-10-14`);
    await answer(talk, ...toTheEnd);
    expect(await talk.ended).toBe(0);
    expect(talk.screen()).not.toContain('Switch off in Port');
    expect(await enabledIn(dir)).toEqual([haiku, sonnet]);
  });

  test('because AWS has ended them are asked about where Port has them enabled', async () => {
    const dir = freshFolder();
    await run(dir, 'bedrock setup --region eu-west-1 --create --yes');
    const talk = talkIn('eu-west-1', dir);
    await answer(talk, ['Also allow worldwide profiles', '']);
    await talk.shows(`Switch off in Port what cannot be had: ${sonnet4}? (Y/n)`);
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
    expect(await enabledIn(dir)).toContain(sonnet4);
  });
});
