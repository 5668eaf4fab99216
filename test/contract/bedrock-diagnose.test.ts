import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openAwsAccount } from '../../src/aws/open.ts';
import { Secret } from '../../src/core/secret.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import { freshFolder, portai, runningTime, type RunOptions } from '../support/run.ts';

/** `bedrock diagnose` of roles in the account that the sandbox simulates. */

const env = { PORTAI_SANDBOX: '1' };
const haiku = 'claude-haiku-4-5-20251001';
const secret = 'an-external-id-4711';

const run = (dir: string, words: string, options: RunOptions = {}) =>
  portai(words, { dir, now: runningTime, ...options, env: { ...env, ...options.env } });

/** A folder with a role and a provider that uses it. */
async function connected(more = ''): Promise<string> {
  const dir = freshFolder();
  const words = `bedrock setup --region eu-west-1 --create --yes --external-id-env ID${more}`;
  const { code, stderr } = await run(dir, words, { env: { ID: secret } });
  if (code !== 0) throw new Error(stderr);
  return dir;
}

const report = z.object({
  roleArn: z.string(),
  region: z.string(),
  checks: z.array(
    z.looseObject({ id: z.string(), title: z.string(), verdict: z.string(), says: z.string() }),
  ),
});
const checksIn = (stdout: string) => report.parse(JSON.parse(stdout)).checks;
const verdictOf = (stdout: string, id: string) =>
  checksIn(stdout).find((check) => check.id === id)?.verdict;
/** The IAM of a folder's sandbox, as its administrator sees it. */
function rolesOf(dir: string) {
  const { simulated } = openSandbox({
    dir: `${dir}/sandbox`,
    now: runningTime,
    sleep: () => Promise.resolve(),
  });
  return openAwsAccount({
    send: simulated,
    credentials: {
      accessKeyId: 'AKIASANDBOX0000ADMIN',
      secretAccessKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCD',
    },
    region: 'eu-west-1',
    hold: (value) => new Secret(value),
  }).roles;
}
const rolesIn = async (dir: string) =>
  ((await run(dir, 'bedrock cleanup --dry-run')).stdout.match(/role\/\S+/g) ?? []).sort();

describe("the role of Port's provider", () => {
  test('passes every check that can be made, once the external ID is given', async () => {
    const dir = await connected();
    const ran = await run(dir, 'bedrock diagnose --external-id-env ID --json', {
      env: { ID: secret },
    });
    expect(ran.code).toBe(0);
    expect(verdictOf(ran.stdout, 'external-id')).toBe('pass');
    expect(checksIn(ran.stdout).filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(ran.stdout + ran.stderr).not.toContain(secret);
  });

  test('is healthy although nobody can see whether the external IDs are equal, which is said apart', async () => {
    const dir = await connected();
    const ran = await run(dir, 'bedrock diagnose --json');
    expect(ran.code).toBe(0);
    const apart = checksIn(ran.stdout).filter(({ unknowable }) => unknowable === true);
    expect(apart.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['external-id', 'unknown'],
      ['quota', 'unknown'],
    ]);
    const shown = await run(dir, 'bedrock diagnose', { screen: true, env: { NO_COLOR: '1' } });
    expect(shown.stdout).toContain('Nobody can look at: external id, quota.');
  });

  test('fails by another external ID, and neither value is shown', async () => {
    const ran = await run(await connected(), 'bedrock diagnose --external-id-env ID', {
      env: { ID: 'another-external-id' },
    });
    expect(ran.code).toBe(8);
    expect(ran.stdout).toContain('\tfail\tnot equal');
    expect(ran.stdout + ran.stderr).not.toMatch(/external-id-4711|another-external-id/);
  });

  test('has an external ID of its own, which the trust policy and Port share', async () => {
    const dir = freshFolder();
    await run(dir, 'bedrock setup --region eu-west-1 --create --yes');
    const role = await rolesOf(dir).get('port-bedrock');
    const made = /port-[0-9a-f]{32}/.exec(JSON.stringify(role?.trust))?.[0] ?? 'none';
    const given = (ID: string) =>
      run(dir, 'bedrock diagnose --external-id-env ID --json', { env: { ID } });
    const right = await given(made);
    expect([right.code, verdictOf(right.stdout, 'external-id')]).toEqual([0, 'pass']);
    const blank = await given(`${made}\n`);
    expect(blank.code).toBe(8);
    expect(checksIn(blank.stdout).find(({ id }) => id === 'external-id')?.says).toMatch(
      /^equal but for a blank or line end/,
    );
    expect(right.stdout + right.stderr + blank.stdout + blank.stderr).not.toContain(made);
  });

  test('gives five cells a check on a pipe: number, check, verdict, what was seen, fix', async () => {
    const { stdout, code } = await run(await connected(), 'bedrock diagnose');
    const rows = stdout.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(rows.map((row) => row.split('\t').length)).toEqual(rows.map(() => 5));
    expect(rows.map((row) => row.split('\t')[0])).toEqual(rows.map((_, at) => String(at + 1)));
    expect(rows).toContainEqual(
      expect.stringMatching(/^\d+\tExternal ID\tunknown\tasked for.*\tGive the value .*$/),
    );
  });

  test('whose permissions are for other models names the call that is denied', async () => {
    const dir = await connected(` --model ${haiku}`);
    const ran = await run(dir, 'bedrock diagnose --model claude-sonnet-4-5-20250929 --json');
    const denied = checksIn(ran.stdout).find(({ id }) => id === 'permissions');
    expect(denied).toMatchObject({
      verdict: 'fail',
      says: expect.stringMatching(/^bedrock:InvokeModel on eu-west-1 .*claude-sonnet-4-5/),
    });
    expect(ran.code).toBe(8);
  });

  test('is denied by the organization where a service control policy stands in the way', async () => {
    const dir = freshFolder();
    await run(dir, 'bedrock setup --region eu-west-1 --create --yes --role-name port-firewall', {
      sleep: () => Promise.reject(new Error('woken up')),
    });
    const arn = 'arn:aws:iam::111122223333:role/port-firewall';
    const ran = await run(dir, `bedrock diagnose --region eu-west-1 --role-arn ${arn} --json`);
    expect(checksIn(ran.stdout).find(({ id }) => id === 'permissions')?.says).toContain(
      'a service control policy of the organization denies it',
    );
  });
});

describe('another role', () => {
  const arn = 'arn:aws:iam::111122223333:role/nobody';

  test('that is not there is said, and Port need not be asked', async () => {
    const words = `bedrock diagnose --region eu-west-1 --role-arn ${arn} --json`;
    const ran = await run(freshFolder(), words);
    expect(ran.code).toBe(8);
    expect(verdictOf(ran.stdout, 'role')).toBe('fail');
  });

  test('in another account cannot be looked at from here', async () => {
    const other = 'arn:aws:iam::999900001111:role/port';
    const words = `bedrock diagnose --region eu-west-1 --role-arn ${other} --json`;
    const { stdout } = await run(freshFolder(), words);
    expect(verdictOf(stdout, 'account')).toBe('fail');
    expect(verdictOf(stdout, 'role')).toBe('unknown');
  });
});

test('without a provider says how to come to one', async () => {
  const ran = await run(freshFolder(), 'bedrock diagnose');
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain('portai --sandbox bedrock setup'.replace('--sandbox ', ''));
});

test('with access keys points to their own test', async () => {
  const dir = freshFolder();
  const words =
    'providers put bedrock --region eu-west-1 --access-key-id-secret key-a --secret-access-key-secret key-b --force --skip-client-checks';
  for (const name of ['key-a', 'key-b']) {
    await run(dir, `secrets add ${name} --value-stdin`, { stdin: 'some-value' });
  }
  await run(dir, words);
  const ran = await run(dir, 'bedrock diagnose');
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain('validate bedrock --direct');
});

test('a user who may look at nothing learns which permissions are missing', async () => {
  const ran = await run(await connected(), 'bedrock diagnose --aws-profile forbidden --json');
  expect(ran.code).toBe(12);
  const unread = checksIn(ran.stdout).filter(({ verdict }) => verdict === 'unknown');
  expect(unread.map(({ says }) => says)).toEqual(
    expect.arrayContaining([
      'could not look: iam:GetRole is not allowed',
      'could not look: iam:SimulatePrincipalPolicy is not allowed',
      'could not look: bedrock:GetFoundationModelAvailability is not allowed',
    ]),
  );
});

test('on a screen the checks are numbered, and what failed has its fix below it', async () => {
  const dir = await connected();
  const ran = await run(dir, 'bedrock diagnose --external-id-env ID', {
    screen: true,
    env: { ID: 'another-external-id', NO_COLOR: '1' },
  });
  expect(ran.stdout).toMatch(/^ 1 ✓ AWS credentials/m);
  expect(ran.stdout).toMatch(/✗ External ID .*\n *→ Store the value of the trust policy: portai/);
  expect(ran.stdout).toMatch(/1 of \d+ checks failed\.$/m);
});

describe('--error', () => {
  test('names the layer of a message, and the checks that look at it', async () => {
    const dir = await connected();
    const words = ['bedrock', 'diagnose', '--json', '--error', 'Role cannot be assumed'];
    const { stdout } = await portai(words, { dir, env, now: runningTime });
    const [message, ...others] = z
      .object({ checks: z.array(z.object({ id: z.string(), fix: z.string().optional() })) })
      .parse(JSON.parse(stdout)).checks;
    expect(message).toMatchObject({ id: 'message' });
    const number = others.findIndex(({ id }) => id === 'external-id') + 2;
    expect(message?.fix).toMatch(new RegExp(`Look at checks .*\\b${number}\\b.* below`));
  });

  test('says so where the words are of no layer', async () => {
    const words = ['bedrock', 'diagnose', '--error', 'It is raining'];
    const { stdout } = await portai(words, { dir: await connected(), env, now: runningTime });
    expect(stdout).toContain('no layer of Bedrock is known by these words');
    expect(stdout).toContain('Collect AWS');
  });

  const denied =
    'User: arn:aws:sts::111122223333:assumed-role/port-bedrock/s is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:::foundation-model/anthropic.x with an explicit deny in a service control policy';
  /** No sandbox, no credentials for Port, none for AWS, and nobody to ask. */
  const bare = (words: readonly string[], stdin?: string) =>
    portai([...words], {
      dir: freshFolder(),
      send: () => Promise.reject(new Error('nobody is asked')),
      ...(stdin === undefined ? {} : { stdin }),
    });

  test.each([
    ['a flag', ['--error', denied], undefined],
    ['stdin', ['--error', '-'], JSON.stringify({ message: denied })],
  ])('reads %s without a provider, without Port, without AWS', async (_, flags, stdin) => {
    const ran = await bare(['bedrock', 'diagnose', '--json', ...flags], stdin);
    expect(ran.code).toBe(0);
    const { message, checks } = z
      .looseObject({
        message: z.array(z.looseObject({ cause: z.string(), denial: z.unknown() })),
        checks: z.array(z.looseObject({ id: z.string(), fix: z.string() })),
      })
      .parse(JSON.parse(ran.stdout));
    expect(message).toMatchObject([
      {
        cause: 'SCP_DENIED',
        denial: { who: 'service control policy', explicit: true, region: 'unspecified' },
      },
    ]);
    expect(checks.map(({ id }) => id)).toEqual(['message']);
    expect(checks[0]?.fix).toContain('unspecified');
  });

  test.each([
    'Role cannot be assumed',
    denied,
    'It is raining',
    'model id x with on-demand throughput isn’t supported',
  ])('never points to a list of checks that is empty: %s', async (text) => {
    const { stdout } = await bare(['bedrock', 'diagnose', '--error', text]);
    expect(stdout).not.toMatch(/checks? +below|checks?  /);
    expect(stdout).not.toContain('Look at');
  });

  test('asks for the models where only Port’s one line is given', async () => {
    const line = "Connection test failed for provider 'bedrock'";
    const { stdout, code } = await bare(['bedrock', 'diagnose', '--error', line]);
    expect(stdout).toContain('details.testedModels');
    expect(code).toBe(12);
  });

  test('leaves a flag that asks for more at its word', async () => {
    const ran = await bare(['bedrock', 'diagnose', '--error', denied, '--deep']);
    expect(ran.code).not.toBe(0);
    expect(ran.stdout).toBe('');
  });
});

describe('--deep', () => {
  test('makes nothing without --yes where nobody can be asked', async () => {
    const dir = await connected();
    const ran = await run(dir, 'bedrock diagnose --json --deep');
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('ConfirmationNeeded');
    expect(ran.stdout).toBe('');
  });

  test('--dry-run shows every call of a role, and makes none', async () => {
    const dir = await connected();
    const before = await rolesIn(dir);
    const ran = await run(dir, 'bedrock diagnose --dry-run --deep');
    expect(ran.code).toBe(0);
    expect(ran.stdout.match(/(?:iam|sts):\w+/g)).toEqual([
      'iam:CreateRole',
      'iam:PutRolePolicy',
      'sts:AssumeRole',
      'iam:DeleteRolePolicy',
      'iam:DeleteRole',
    ]);
    expect(ran.stdout.match(/bedrock:Invoke/g)).toHaveLength(6);
    expect(await rolesIn(dir)).toEqual(before);
    expect((await run(dir, 'bedrock diagnose --dry-run')).code).toBe(2);
  });

  test('calls every model as a twin of the role, and leaves none behind', async () => {
    const dir = await connected();
    const before = await rolesIn(dir);
    const ran = await run(dir, 'bedrock diagnose --deep --yes --external-id-env ID --json', {
      env: { ID: secret },
    });
    expect(ran.code).toBe(0);
    const live = checksIn(ran.stdout).filter(({ id }) => id === 'live');
    expect(live).toHaveLength(3);
    expect(live.every(({ verdict }) => verdict === 'pass')).toBe(true);
    expect(await rolesIn(dir)).toEqual(before);
  });

  test('says what it does on the way', async () => {
    const { stderr } = await run(await connected(), 'bedrock diagnose --deep --yes');
    expect(stderr).toContain('Makes a twin of the role for about a minute');
    expect(stderr).toMatch(/Role portai-preflight-[0-9a-f]{8} created/);
    expect(stderr).toContain('It cannot be assumed without its external ID');
    expect(stderr).toMatch(/Role portai-preflight-[0-9a-f]{8} removed/);
  });

  test('ends with 130 and leaves no twin behind whenever it is interrupted', async () => {
    const dir = await connected();
    const before = await rolesIn(dir);
    /** Ends the run when somebody looks at the clock for the given time. */
    const interruptedAt = async (moment: number) => {
      const stop = new AbortController();
      let looks = 0;
      const now = () => {
        looks += 1;
        if (looks === moment) stop.abort('interrupted');
        return runningTime();
      };
      const ran = await run(dir, 'bedrock diagnose --deep --yes', { signal: stop.signal, now });
      return { ...ran, looks };
    };
    const { looks } = await interruptedAt(0);
    const seen = new Set<string>();
    for (let moment = 1; moment <= looks; moment += 9) {
      const { code, stderr, stdout } = await interruptedAt(moment);
      const left = (await rolesOf(dir).managed()).map(({ arn }) => arn.split(':').at(-1));
      expect([moment, code, left]).toEqual([moment, 130, before]);
      seen.add(stderr.includes('created') ? 'with a twin' : 'before the twin');
      if (stdout.includes('interrupted')) seen.add('between the models');
    }
    expect([...seen].sort()).toEqual(['before the twin', 'between the models', 'with a twin']);
    // Some twenty runs of the command take their time on a busy machine.
  }, 90_000);
});
