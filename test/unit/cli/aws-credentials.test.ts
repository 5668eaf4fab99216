import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { awsCredentials } from '../../../src/cli/aws-credentials.ts';
import { Redactor } from '../../../src/core/redactor.ts';
import { nobody } from '../../../src/ui/asker.ts';
import { freshFolder } from '../../support/run.ts';

const files = `
[default]
aws_access_key_id = AKIA000000000DEFAULT
aws_secret_access_key = secret-of-default
[temporary]
aws_access_key_id = ASIA00000000TEMPORAL
aws_secret_access_key = secret-of-temporary
aws_session_token = token-of-temporary
`;

beforeEach(() => {
  const folder = freshFolder();
  const file = join(folder, 'credentials');
  writeFileSync(file, files);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'none'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function world() {
  const redactor = new Redactor();
  return { redactor, context: { ask: nobody, hold: (value: string) => redactor.hold(value) } };
}

test('without a name the default chain decides: variables go before files', async () => {
  const { context } = world();
  expect(await awsCredentials(context, true, 'eu-west-1')).toMatchObject({
    accessKeyId: 'AKIA000000000DEFAULT',
  });
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA00000ENVIRONMENT');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-environment');
  expect(await awsCredentials(context, true, 'eu-west-1')).toMatchObject({
    accessKeyId: 'AKIA00000ENVIRONMENT',
  });
});

describe('a profile of the AWS files', () => {
  test('gives its keys, and the token of temporary ones', async () => {
    const { context } = world();
    expect(await awsCredentials(context, 'default', 'eu-west-1')).toEqual({
      accessKeyId: 'AKIA000000000DEFAULT',
      secretAccessKey: 'secret-of-default',
    });
    expect(await awsCredentials(context, 'temporary', 'eu-west-1')).toMatchObject({
      sessionToken: 'token-of-temporary',
    });
  });

  test('is registered before anything can print it', async () => {
    const { context, redactor } = world();
    await awsCredentials(context, 'temporary', 'eu-west-1');
    expect(redactor.redact('secret-of-temporary token-of-temporary')).toBe('[secret] [secret]');
  });

  test('that does not exist is an error, whatever other credentials the machine has', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA00000ENVIRONMENT');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-environment');
    const { context } = world();
    await expect(awsCredentials(context, 'missing', 'eu-west-1')).rejects.toMatchObject({
      name: 'Usage',
      message: '--aws-profile missing: no credentials',
    });
  });
});
