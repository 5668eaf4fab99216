import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { portPrincipals, trustPolicy } from '../../src/aws/iam-documents/trust.ts';
import { servedSandbox, type ServedTestSandbox } from '../support/served-sandbox.ts';
import { requireBuild, shell } from '../support/spawn.ts';
import { account, startAccount, type ImitatedAccount } from './support/aws-account.ts';

/**
 * From nothing to a tested provider, and back: IAM and STS are moto, with its enforcement of policies;
 * Port and the models are the sandbox. An example role whose name holds `external` can be assumed there only with
 * an external ID without `wrong` in it.
 */

let aws: ImitatedAccount;
let port: ServedTestSandbox;

beforeAll(async () => {
  requireBuild();
  aws = await startAccount();
  return () => aws.close();
});
beforeEach(async () => {
  port = await servedSandbox();
  return () => port.close();
});

const region = 'eu-west-1';

function run(words: string, who: 'admin' | 'reader' = 'admin', env: object = {}) {
  const control = `${port.url}/simulated/bedrock.${region}.amazonaws.com`;
  return shell(`bedrock ${words}`.split(' '), {
    env: { ...port.admin, ...aws[who], AWS_ENDPOINT_URL_BEDROCK: control, ...env },
  });
}

const setup = (role: string, more = '') =>
  `setup --region ${region} --create --yes --role-name ${role}${more} --json`;

const result = z.looseObject({
  action: z.string(),
  role: z.object({ arn: z.string(), action: z.string() }),
});
const resultOf = ({ stdout, stderr }: { stdout: string; stderr: string }) => {
  if (stdout === '') throw new Error(stderr);
  return result.parse(JSON.parse(stdout));
};

describe('bedrock setup', () => {
  test('creates the role, stores its external ID and connects Port; once more changes nothing', async () => {
    const first = await run(setup('port-example-external-a'));
    expect(resultOf(first)).toMatchObject({
      action: 'created',
      role: { arn: `arn:aws:iam::${account}:role/port-example-external-a`, action: 'created' },
      externalIdSecretName: 'aws-external-id',
    });
    const before = await aws.aws.roles.get('port-example-external-a');
    expect(before?.tags).toMatchObject({ 'managed-by': 'portai' });
    const externalId = /port-[0-9a-f]{32}/.exec(JSON.stringify(before?.trust))?.[0] ?? 'none';
    expect(first.stdout + first.stderr).not.toContain(externalId);

    const second = await run(setup('port-example-external-a'));
    expect(resultOf(second)).toMatchObject({ action: 'unchanged', role: { action: 'unchanged' } });
    expect(await aws.aws.roles.get('port-example-external-a')).toEqual(before);
  });

  test('shows what differs in a role that is there, and changes it only when told to', async () => {
    await run(setup('port-example-external-b'));
    const before = await aws.aws.roles.get('port-example-external-b');
    await aws.aws.roles.setTrust(
      'port-example-external-b',
      trustPolicy([portPrincipals.eu], 'somebody-elses'),
    );
    const refused = await run(setup('port-example-external-b').replace(' --json', ''));
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain(portPrincipals.us);
    expect(refused.stderr).not.toContain('somebody-elses');
    const changed = await run(setup('port-example-external-b', ' --update-role'));
    expect(resultOf(changed)).toMatchObject({ role: { action: 'updated' } });
    const after = await aws.aws.roles.get('port-example-external-b');
    expect(JSON.stringify(after?.trust)).toContain(portPrincipals.us);
    expect(after?.createdAt).toEqual(before?.createdAt);
  });

  test('names the layer when the external ID is another than that of the role', async () => {
    const { arn } = await aws.aws.roles.create({
      name: 'port-example-external-c',
      description: 'made by somebody else',
      trust: trustPolicy([portPrincipals.eu, portPrincipals.us], 'the-right-external-id'),
      tags: {},
    });
    const ran = await run(
      `setup --region ${region} --role-arn ${arn} --external-id-secret id --external-id-env ID --aws-profile`,
      'admin',
      { ID: 'wrong-external-id' },
    );
    expect(ran.code).toBe(8);
    expect(ran.stderr).toMatch(/External ID +not equal: the trust policy asks for 21 characters/);
    expect(ran.stderr).toContain('Nothing was saved in Port');
    expect(ran.stderr).not.toMatch(/(?:right|wrong)-external-id/);
  });

  test('names the permission that is missing, and has made nothing', async () => {
    const ran = await run(setup('port-example-external-d').replace(' --json', ''), 'reader');
    expect(ran.code).toBe(7);
    expect(ran.stderr).toContain('iam:CreateRole');
    expect(await aws.aws.roles.get('port-example-external-d')).toBeUndefined();
    expect(port.arrived.filter(({ what }) => !what.startsWith('GET'))).toEqual([
      expect.objectContaining({ what: 'POST /v1/auth/access_token' }),
    ]);
  });
});

describe('bedrock diagnose', () => {
  test('names a principal of Port that is missing, and an external ID that is not the same', async () => {
    await run(setup('port-example-external-e'));
    const arn = `arn:aws:iam::${account}:role/port-example-external-e`;
    await aws.aws.roles.setTrust(
      'port-example-external-e',
      trustPolicy([portPrincipals.eu], 'another-id-0001'),
    );
    const ran = await run(
      `diagnose --role-arn ${arn} --region ${region} --external-id-env ID --aws-profile`,
      'admin',
      { ID: 'another-id-0002' },
    );
    expect(ran.code).toBe(8);
    expect(ran.stdout).toContain(portPrincipals.us);
    expect(ran.stdout + ran.stderr).not.toContain('another-id');
  });
});

describe('bedrock cleanup', () => {
  test('removes what was created, and nothing else', async () => {
    await run(setup('port-example-external-f'));
    await aws.aws.roles.create({
      name: 'somebody-elses',
      description: 'not ours',
      trust: trustPolicy([`arn:aws:iam::${account}:root`], undefined),
      tags: {},
    });
    const inUse = await run('cleanup --role-name port-example-external-f --yes');
    expect(inUse.code).toBe(5);
    expect(await aws.aws.roles.get('port-example-external-f')).toBeDefined();
    const ran = await run('cleanup --role-name port-example-external-f --yes --force');
    expect(ran.code).toBe(0);
    expect(await aws.aws.roles.get('port-example-external-f')).toBeUndefined();
    expect(await aws.aws.roles.get('somebody-elses')).toBeDefined();
  });
});
