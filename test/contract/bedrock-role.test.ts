import { describe, expect, test } from 'vitest';
import type { AwsAccount } from '../../src/aws/account.ts';
import { openAwsAccount } from '../../src/aws/open.ts';
import { permissionsName } from '../../src/aws/iam-documents/permissions.ts';
import { portPrincipals, trustPolicy } from '../../src/aws/iam-documents/trust.ts';
import { findRemovable, removeRole } from '../../src/operations/bedrock/cleanup.ts';
import { retryWhilePropagating } from '../../src/operations/bedrock/propagation.ts';
import { callsOf, planRole, type RolePlan } from '../../src/operations/bedrock/role-plan.ts';
import { applyRole, readRole } from '../../src/operations/bedrock/role.ts';
import { Secret } from '../../src/core/secret.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import { freshFolder, portai, runningTime } from '../support/run.ts';

const name = 'port-bedrock';
const trust = trustPolicy([portPrincipals.eu], 'port-first-external-id');
const policy = (resource: string) => ({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Invoke', Effect: 'Allow' as const, Action: 'bedrock:InvokeModel', Resource: resource },
  ],
});
const wanted = { name, trust, permissions: policy('*') };

/** The account of a sandbox; of a folder, so that a run of the program finds it. */
function accountOf(dir?: string): AwsAccount {
  const state = dir === undefined ? {} : { dir: `${dir}/sandbox` };
  const { simulated } = openSandbox({
    ...state,
    now: runningTime,
    sleep: () => Promise.resolve(),
    random: () => 0.5,
  });
  return openAwsAccount({
    send: simulated,
    credentials: {
      accessKeyId: 'AKIASANDBOX0000ADMIN',
      secretAccessKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCD',
    },
    region: 'eu-west-1',
    hold: (value) => new Secret(value),
  });
}

async function apply(aws: AwsAccount, plan: RolePlan): Promise<string[]> {
  const steps: string[] = [];
  await applyRole(aws, plan, async ({ says }, run) => {
    const result = await run();
    steps.push(says);
    return result;
  });
  return steps;
}

describe('a role', () => {
  test('is created once; the second time there is nothing to do', async () => {
    const aws = accountOf();
    const plan = planRole(await readRole(aws, name), wanted);
    expect(callsOf(plan)).toEqual([
      'iam:CreateRole port-bedrock',
      'iam:PutRolePolicy port-bedrock/bedrock-invoke',
    ]);
    expect(await apply(aws, plan)).toEqual([
      'Role port-bedrock created',
      'Permissions written to port-bedrock',
    ]);
    const again = planRole(await readRole(aws, name), wanted);
    expect(again.kind).toBe('unchanged');
    expect(callsOf(again)).toEqual([]);
    expect(await apply(aws, again)).toEqual([]);
  });

  test('that was left without its permissions gets them, and its trust policy stays', async () => {
    const aws = accountOf();
    await aws.roles.create({ name, description: '', trust, tags: { 'managed-by': 'portai' } });
    const plan = planRole(await readRole(aws, name), wanted);
    expect(plan).toMatchObject({ kind: 'drift', foreign: false, trust: [] });
    expect(callsOf(plan)).toEqual(['iam:PutRolePolicy port-bedrock/bedrock-invoke']);
    await apply(aws, plan);
    expect(planRole(await readRole(aws, name), wanted).kind).toBe('unchanged');
  });

  test('that differs is shown line by line, with nothing of an external id', async () => {
    const aws = accountOf();
    await aws.roles.create({ name, description: '', trust, tags: {} });
    await aws.roles.putInlinePolicy(name, permissionsName, policy('arn:aws:bedrock:::x'));
    const other = trustPolicy([portPrincipals.eu, portPrincipals.us], 'port-second-external-id');
    const plan = planRole(await readRole(aws, name), { ...wanted, trust: other });
    if (plan.kind !== 'drift') throw new Error(plan.kind);
    expect(plan.foreign).toBe(true);
    expect(plan.permissions).toEqual([
      '- Invoke: Resource arn:aws:bedrock:::x',
      '+ Invoke: Resource *',
    ]);
    expect(plan.trust).toEqual([
      '- PortLlmGateway: Condition StringEquals sts:ExternalId (value not shown)',
      '+ PortLlmGateway: Condition StringEquals sts:ExternalId (value not shown)',
      `+ PortLlmGateway: Principal AWS ${portPrincipals.us}`,
    ]);
    expect(plan.trust.join('\n')).not.toMatch(/(first|second)-external-id/);
    await apply(aws, plan);
    expect(planRole(await readRole(aws, name), { ...wanted, trust: other }).kind).toBe('unchanged');
  });
});

describe('a change of IAM on its way', () => {
  const refused = new Error('refused');

  async function tried(changed: boolean, successAt: number) {
    const slept: number[] = [];
    let count = 0;
    const answer = await retryWhilePropagating({
      run: () => (++count === successAt ? Promise.resolve('in') : Promise.reject(refused)),
      isPropagating: (error) => error === refused,
      changed,
      sleep: (milliseconds) => {
        slept.push(milliseconds / 1000);
        return Promise.resolve();
      },
      onWait: () => undefined,
    }).catch((error: unknown) => error);
    return { answer, slept };
  }

  test('is waited for after a change of our own, longer each time', async () => {
    expect(await tried(true, 4)).toEqual({ answer: 'in', slept: [2, 4, 8] });
    expect(await tried(true, 99)).toEqual({ answer: refused, slept: [2, 4, 8, 16, 30, 30] });
  });

  test('is waited for in no other case', async () => {
    expect(await tried(false, 2)).toEqual({ answer: refused, slept: [] });
  });
});

describe('bedrock cleanup', () => {
  async function withRole(tags: Record<string, string> = { 'managed-by': 'portai' }) {
    const dir = freshFolder();
    const aws = accountOf(dir);
    await aws.roles.create({ name, description: '', trust, tags });
    await aws.roles.putInlinePolicy(name, permissionsName, policy('*'));
    return { dir, aws };
  }
  const run = (dir: string, words: string) =>
    portai(`--sandbox bedrock cleanup ${words}`.trim(), { dir, now: runningTime });

  test('removes the roles that portai made, with --yes where nobody can be asked', async () => {
    const { dir, aws } = await withRole();
    const dry = await run(dir, '--dry-run');
    expect(dry.stdout).toContain('would remove\tarn:aws:iam::111122223333:role/port-bedrock');
    expect((await run(dir, '')).code).toBe(2);
    expect(await aws.roles.get(name)).toBeDefined();
    expect(await run(dir, '--yes')).toMatchObject({
      code: 0,
      stdout: 'removed\tarn:aws:iam::111122223333:role/port-bedrock\t-\n',
    });
    expect(await aws.roles.get(name)).toBeUndefined();
  });

  test('keeps a role that portai did not make, even when it is named', async () => {
    const { dir, aws } = await withRole({});
    expect((await run(dir, '--yes')).code).toBe(0);
    const named = await run(dir, '--role-name port-bedrock --yes');
    expect(named.code).toBe(5);
    expect(named.stdout).toContain('it has no tag managed-by=portai');
    expect(await aws.roles.inlinePolicies(name)).toHaveProperty(permissionsName);
    expect((await run(dir, '--role-name port-bedrock --yes --force')).code).toBe(0);
    expect(await aws.roles.get(name)).toBeUndefined();
  });

  test.each(['', ' --force'])(
    'keeps a role with a policy of somebody else whole%s',
    async (force) => {
      const { dir, aws } = await withRole();
      await aws.roles.putInlinePolicy(name, 'theirs', policy('*'));
      const ran = await run(dir, `--yes${force}`);
      expect(ran.code).toBe(5);
      expect(ran.stdout).toContain('inline policy theirs');
      expect(Object.keys(await aws.roles.inlinePolicies(name)).sort()).toEqual([
        permissionsName,
        'theirs',
      ]);
    },
  );

  test('removes a twin with whatever policy it has', async () => {
    const aws = accountOf();
    const twin = 'portai-preflight-0123abcd';
    const tags = { 'managed-by': 'portai' };
    await aws.roles.create({ name: twin, description: '', trust, tags });
    await aws.roles.putInlinePolicy(twin, 'probe', policy('*'));
    const [found] = await findRemovable(aws, []);
    if (!found) throw new Error('the twin');
    expect(found.foreign).toEqual([]);
    await removeRole(aws, found);
    expect(await aws.roles.get(twin)).toBeUndefined();
  });
});
