import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { z } from 'zod';
import type { AssumeRole, AwsIdentity, AwsKeyPair } from './account.ts';
import { clientSettings, type AwsAccess } from './client-settings.ts';
import { attempting } from './attempting.ts';

const identity = z.object({ Account: z.string().min(1), Arn: z.string().min(1) });

const keys = z.object({
  AccessKeyId: z.string().min(1),
  SecretAccessKey: z.string().min(1),
  SessionToken: z.string().min(1),
});

/** The shortest that AWS gives. */
const assumedSeconds = 900;

/** Who the credentials belong to. AWS refuses this to nobody whose keys are good. */
export async function callerIdentity(access: AwsAccess): Promise<AwsIdentity> {
  const client = new STSClient(clientSettings(access, 'sts', access.region));
  return attempting(access, 'see whose AWS credentials these are', async () => {
    const { Account, Arn } = identity.parse(await client.send(new GetCallerIdentityCommand({})));
    return { account: Account, arn: Arn };
  });
}

/** Keys of a role; the redactor knows them, and the external id, before anybody else does. */
export async function assumeRole(access: AwsAccess, request: AssumeRole): Promise<AwsKeyPair> {
  const { roleArn, externalId, sessionName, region } = request;
  if (externalId !== undefined) access.hold(externalId);
  const client = new STSClient(clientSettings(access, 'sts', region));
  return attempting(access, `assume ${roleArn}`, async () => {
    const { Credentials } = await client.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: sessionName,
        DurationSeconds: assumedSeconds,
        ...(externalId === undefined ? {} : { ExternalId: externalId }),
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = keys.parse(Credentials);
    access.hold(SecretAccessKey);
    access.hold(SessionToken);
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    };
  });
}
