import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { filesBelow } from '../support/folders.ts';
import { freshFolder } from '../support/run.ts';
import { servedSandbox } from '../support/served-sandbox.ts';
import { shell, start } from '../support/spawn.ts';

const env = { PORTAI_SANDBOX: '1', VALUE: 'a-value-of-this-test' };
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const secrets = z.array(z.object({ secretName: z.string() }));
const provider = z.object({ config: z.object({ region: z.string(), roleArn: z.string() }) });

async function storedSecrets(dir: string): Promise<string[]> {
  const ran = await shell('secrets list --json', { dir, env });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  return secrets.parse(JSON.parse(ran.stdout)).map(({ secretName }) => secretName);
}

test('50 processes that add secrets at once lose none', async () => {
  const dir = freshFolder();
  const names = upTo(50).map((index) => `key-${String(index).padStart(2, '0')}`);
  const ran = await Promise.all(
    names.map((name) => shell(`secrets add ${name} --value-env VALUE`, { dir, env })),
  );
  expect(ran.filter(({ code }) => code !== 0)).toEqual([]);
  expect((await storedSecrets(dir)).sort()).toEqual(names);
});

test.each([10, 50])('%i processes that set profiles at once lose none', async (count) => {
  const dir = freshFolder();
  const names = upTo(count).map((index) => `p${String(index).padStart(2, '0')}`);
  const ran = await Promise.all(
    names.map((name) => shell(`profiles set ${name} --region us`, { dir })),
  );
  expect(ran.filter(({ code }) => code !== 0)).toEqual([]);
  const list = await shell('profiles list', { dir });
  const listed = list.stdout
    .trim()
    .split('\n')
    .map((row) => row.split('\t')[0]);
  expect(listed).toEqual(['default', ...names]);
});

test('processes that meet the settings of an earlier version move them once, and lose none', async () => {
  const dir = freshFolder();
  const profiles = upTo(30).map((index) => ({ name: `p${index}`, region: 'us' }));
  const earlier = { version: 1, current: 'p7', profiles };
  writeFileSync(join(dir, 'settings.json'), JSON.stringify(earlier), { mode: 0o600 });
  const ran = await Promise.all([
    ...upTo(8).map((index) => shell(`profiles set new${index} --timeout 5`, { dir })),
    ...upTo(4).map((index) => shell(`profiles delete p${index} --yes`, { dir })),
    shell('profiles use p9', { dir }),
  ]);
  expect(ran.filter(({ code }) => code !== 0)).toEqual([]);
  const list = await shell('profiles list --json', { dir });
  const listed = z
    .array(z.object({ name: z.string(), current: z.boolean() }))
    .parse(JSON.parse(list.stdout));
  expect(listed.map(({ name }) => name).sort()).toEqual(
    [
      'default',
      ...upTo(8).map((n) => `new${n}`),
      ...upTo(30)
        .slice(4)
        .map((n) => `p${n}`),
    ].sort(),
  );
  expect(listed.filter(({ current }) => current)).toEqual([{ name: 'p9', current: true }]);
  expect(readdirSync(dir)).toEqual(['settings']);
});

test('of processes that add the same secret at once exactly one succeeds', async () => {
  const dir = freshFolder();
  const ran = await Promise.all(
    upTo(10).map(() => shell('secrets add key --value-env VALUE', { dir, env })),
  );
  expect(ran.map(({ code }) => code).sort()).toEqual([0, ...upTo(9).map(() => 5)]);
});

test('a state survives kill -9 at any moment, with all that was reported as stored', async () => {
  const dir = freshFolder();
  const reported: string[] = [];
  for (const round of upTo(8)) {
    const runs = upTo(5).map((index) => {
      const name = `key-${round}-${index}`;
      return {
        name,
        running: start(`secrets add ${name} --value-env VALUE --debug`, { dir, env }),
      };
    });
    await Promise.all(
      runs.map(async ({ name, running }) => {
        // From here on it writes; some moments later it is shot.
        await running.says('> POST');
        await sleep(Math.random() * 20);
        running.signal('SIGKILL');
        const { stdout } = await running.ended;
        if (stdout.startsWith('created\t')) reported.push(name);
      }),
    );
    expect(await storedSecrets(dir)).toEqual(expect.arrayContaining(reported));
  }
  expect(await shell('secrets add last --value-env VALUE', { dir, env })).toMatchObject({
    code: 0,
  });
  expect(await shell('providers list', { dir, env })).toMatchObject({ code: 0 });
});

test('a provider that is being replaced when the program is killed is whole afterwards', async () => {
  const dir = freshFolder();
  await shell(put(0, 'first'), { dir, env });
  for (const round of upTo(6)) {
    const runs = upTo(3).map((index) =>
      start(`${put(index, `round-${round}`)} --debug`, { dir, env }),
    );
    await Promise.all(
      runs.map(async (running) => {
        await running.says('> PUT');
        await sleep(Math.random() * 20);
        running.signal('SIGKILL');
        await running.ended;
      }),
    );
    const got = await shell('providers get bedrock --json', { dir, env });
    expect({ round, code: got.code, stderr: got.stderr }).toEqual({ round, code: 0, stderr: '' });
    expectWhole(got.stdout);
  }
});

/** A command whose region and account hold the same digit; the role's name makes it a change. */
function put(digit: number, role: string): string {
  return `providers put bedrock --force --region eu-west-${digit} --role-arn arn:aws:iam::12345678901${digit}:role/${role}`;
}

/** Region and role of one and the same command. */
function expectWhole(json: string): void {
  const { region, roleArn } = provider.parse(JSON.parse(json)).config;
  expect(region).toMatch(/^eu-west-\d$/);
  expect(roleArn.split(':')[4]).toBe(`12345678901${region.at(-1) ?? ''}`);
}

test('parallel puts of one provider leave one whole provider, and all succeed', async () => {
  const dir = freshFolder();
  const ran = await Promise.all(upTo(9).map((digit) => shell(put(digit, 'port'), { dir, env })));
  expect(ran.filter(({ code }) => code !== 0)).toEqual([]);
  expect(ran.map(({ stdout }) => stdout.split('\t')[0])).toContain('created');
  const got = await shell('providers get bedrock --json', { dir, env });
  expectWhole(got.stdout);
});

test('two processes that fetch a token at once both succeed, and leave one whole token', async () => {
  const server = await servedSandbox();
  try {
    const dir = freshFolder();
    const list = () => shell('providers list', { dir, env: server.admin });
    const both = await Promise.all([list(), list()]);
    expect(both.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
      { code: 0, stderr: '' },
      { code: 0, stderr: '' },
    ]);
    expect(readdirSync(join(dir, 'tokens'))).toHaveLength(1);
    server.arrived.length = 0;
    expect(await list()).toMatchObject({ code: 0 });
    expect(server.arrived.map(({ what }) => what)).toEqual(['GET /v1/llm-providers']);
  } finally {
    await server.close();
  }
});

test('nothing unfinished is left behind by processes that ended by themselves', async () => {
  const dir = freshFolder();
  await Promise.all(
    upTo(6).map((index) => shell(`secrets set key-${index % 2} --value-env VALUE`, { dir, env })),
  );
  const files = [...filesBelow(dir).keys()];
  expect(files.filter((file) => file.includes('tmp'))).toEqual([]);
});
