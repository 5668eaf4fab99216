import { describe, expect, test } from 'vitest';
import { openAwsAccount } from '../../src/aws/open.ts';
import { simulatedKeyId, simulatedProfiles } from '../../src/cli/simulated-aws.ts';
import { Secret } from '../../src/core/secret.ts';
import { openSandbox } from '../../src/sandbox/open.ts';

/** Who signs in the AWS that the sandbox simulates. */

const admin = 'AKIASANDBOX0000ADMIN';

describe('the key that signs', () => {
  test.each<[string | true, string | undefined, string]>([
    [true, undefined, admin],
    [true, '', admin],
    [true, 'work', admin],
    ['work', 'sandbox-new', admin],
    ['sandbox', undefined, admin],
    [true, 'sandbox-new', 'AKIASANDBOX000NEWACC'],
    ['sandbox-new', 'work', 'AKIASANDBOX000NEWACC'],
    ['new-account', undefined, 'AKIASANDBOX000NEWACC'],
    ['sandbox-no-terms', 'sandbox-new', 'AKIASANDBOX00NOTERMS'],
    ['forbidden', undefined, 'AKIASANDBOXFORBIDDEN'],
  ])('of --aws-profile %s and AWS_PROFILE %s is %s', (profile, fromEnv, keyId) => {
    expect(simulatedKeyId(profile, fromEnv)).toBe(keyId);
  });

  test.each<[string | true, string | undefined, string]>([
    ['sandbox-nwe', undefined, '--aws-profile'],
    [true, 'sandbox-nwe', 'AWS_PROFILE'],
  ])('is nobody’s for a misspelt name of the sandbox: %s, %s', (profile, fromEnv, source) => {
    expect(() => simulatedKeyId(profile, fromEnv)).toThrow(
      `${source}: the sandbox has no profile sandbox-nwe. Did you mean sandbox-new?`,
    );
  });
});

test.each(simulatedProfiles)('$name signs in the account that is documented', async (profile) => {
  const { accessKeyId, account } = profile;
  const aws = openAwsAccount({
    send: openSandbox({ now: () => new Date(), sleep: () => Promise.resolve() }).simulated,
    credentials: { accessKeyId, secretAccessKey: 'simulated' },
    region: 'eu-west-1',
    hold: (value) => new Secret(value),
  });
  expect((await aws.caller()).account).toBe(account);
});
