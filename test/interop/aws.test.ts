import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { callerIdentity } from '../../src/vendors/bedrock/sts.ts';
import { openSend } from '../../src/http/send.ts';
import { signAwsRequest } from '../../src/connection-test/aws-signature.ts';
import { freshFolder } from '../support/run.ts';
import { authoritiesIn } from '../support/servers.ts';
import { requireBuild } from '../support/spawn.ts';
import { startAws, type ImitatedAws, type KeyPair } from './support/aws.ts';
import { preflight } from './support/preflight.ts';

/**
 * moto as AWS: it computes every signature itself, with AWS' own library, and reads trust policies.
 * The program calls the true hosts, through a proxy that answers for them. moto has no models: a
 * request to Converse that is signed well ends at a permission that nobody here has. Nor does it miss
 * an external id that was not sent at all, which AWS would.
 */

let aws: ImitatedAws;

beforeAll(async () => {
  requireBuild();
  aws = await startAws();
  return () => aws.close();
});

const region = 'eu-west-1';
/** Its Bedrock id holds a colon, which a path carries encoded and the signature encodes again. */
const model = 'claude-haiku-4-5-20251001';
/** Well-formed, and nobody's. */
const stranger: KeyPair = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

const withKeys = ({ accessKeyId, secretAccessKey }: KeyPair) =>
  preflight(
    'bedrock',
    { accessKeyIdSecretName: 'aws-id', secretAccessKeySecretName: 'aws-secret', region },
    {
      secrets: { 'aws-id': accessKeyId, 'aws-secret': secretAccessKey },
      words: ['--ca-file', aws.caFile, '--model', model],
      env: aws.env,
    },
  );

describe('an AWS key pair', () => {
  test('signs a request to a model so that AWS knows whose it is', async () => {
    const { report, printed } = await withKeys(aws.user);
    expect(report.credential).toMatchObject({ verdict: 'accepted' });
    expect(report.testedModels[model]).toMatchObject({ isValid: false, verdict: 'fail' });
    expect(report.testedModels[model]?.words).toContain(
      'User: arn:aws:iam::123456789012:user/admin is not authorized to perform: bedrock:Converse',
    );
    expect(printed).not.toContain(aws.user.secretAccessKey);
  });

  test('with an id that nobody has is refused', async () => {
    const { report, code } = await withKeys(stranger);
    expect(report).toMatchObject({
      ok: false,
      credential: { verdict: 'refused' },
      testedModels: { [model]: { isValid: false, cause: 'KEY_INVALID' } },
    });
    expect(code).toBe(8);
  });

  test("with another id's secret is told apart from one that nobody has", async () => {
    const { secretAccessKey } = stranger;
    const { report } = await withKeys({ ...aws.user, secretAccessKey });
    expect(report).toMatchObject({
      credential: { verdict: 'refused' },
      testedModels: { [model]: { isValid: false, cause: 'SECRET_KEY_MISMATCH' } },
    });
  });

  test('is told by STS whose it is', async () => {
    const { request, read } = callerIdentity({ region }, aws.user);
    const { url: text, sign, method, body = '' } = request;
    const unsigned = { method, url: new URL(text), headers: request.headers, body };
    const headers = sign ? await signAwsRequest(unsigned, sign, new Date()) : {};
    const send = openSend({ timeoutMs: 20_000, ...authoritiesIn(aws.caFile) }, aws.env);
    expect(read(await send({ ...unsigned, headers }))).toMatchObject({
      cause: 'OK',
      detail: 'account 123456789012, arn:aws:iam::123456789012:user/admin',
    });
  });
});

interface Caller {
  readonly roleArn: string;
  readonly externalId?: string;
  readonly keys?: KeyPair;
}

function withRole({ roleArn, externalId, keys = aws.user }: Caller) {
  const file = join(freshFolder(), 'credentials');
  writeFileSync(
    file,
    [
      '[interop]',
      `aws_access_key_id = ${keys.accessKeyId}`,
      `aws_secret_access_key = ${keys.secretAccessKey}`,
      '',
    ].join('\n'),
  );
  return preflight(
    'bedrock',
    {
      roleArn,
      region,
      ...(externalId === undefined ? {} : { externalIdSecretName: 'external-id' }),
    },
    {
      secrets: externalId === undefined ? {} : { 'external-id': externalId },
      words: ['--ca-file', aws.caFile, '--model', model, '--aws-profile', 'interop'],
      env: { ...aws.env, AWS_SHARED_CREDENTIALS_FILE: file },
    },
  );
}

/** A role without permissions: its own temporary keys got as far as the model. */
const asRole = (name: string) =>
  `arn:aws:sts::123456789012:assumed-role/${name}/portai-preflight is not authorized to perform: bedrock:Converse`;

describe('an AWS role', () => {
  test('that trusts the caller is assumed, and its temporary keys sign', async () => {
    const { report } = await withRole(aws.open);
    expect(report.testedModels[model]?.words).toContain(asRole('open'));
  });

  test('that asks for an external id is assumed with the right one', async () => {
    const { report, printed } = await withRole(aws.guarded);
    expect(report.testedModels[model]?.words).toContain(asRole('guarded'));
    expect(printed).not.toContain(aws.guarded.externalId);
  });

  test.each([
    ['a wrong external id', () => ({ ...aws.guarded, externalId: 'another-id-0815' })],
    ['another principal in its trust policy', () => aws.foreign],
  ])('with %s was not tried by Port, so that nothing is known of it', async (_, caller) => {
    const { report, code } = await withRole(caller());
    expect(report).toMatchObject({
      ok: false,
      testedModels: { [model]: { isValid: false, verdict: 'unknown', cause: 'ROLE_NOT_TRIED' } },
    });
    expect(code).toBe(12);
  });

  test("is not blamed for this machine's own bad credentials", async () => {
    const { report } = await withRole({ ...aws.open, keys: stranger });
    expect(report.testedModels[model]).toMatchObject({ isValid: false, cause: 'KEY_INVALID' });
    expect(report.testedModels[model]?.message).toContain("of this machine's AWS credentials");
  });
});
