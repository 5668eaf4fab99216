import { z } from 'zod';
import { openSend } from '../../../src/http/send.ts';
import { openAwsAccount } from '../../../src/aws/open.ts';
import type { AwsAccount } from '../../../src/aws/account.ts';
import { Redactor } from '../../../src/core/redactor.ts';
import { closedPort } from '../../support/servers.ts';
import { installed, startServer, type RunningServer } from './process.ts';

/**
 * An AWS account as moto imitates it: IAM and STS at an address of this machine. Once set up it
 * verifies every signature, and lets nobody do what no policy of theirs allows.
 */
export interface ImitatedAccount extends RunningServer {
  /** The environment that leads a program there, as an administrator of IAM. */
  readonly admin: Readonly<Record<string, string>>;
  /** The same as a user who may look at roles, and make none. */
  readonly reader: Readonly<Record<string, string>>;
  /** The account behind the program's back. */
  readonly aws: AwsAccount;
}

/** moto's own account. */
export const account = '123456789012';

const user = (name: string, actions: readonly string[]) => [
  { Action: 'CreateUser', UserName: name },
  {
    Action: 'PutUserPolicy',
    UserName: name,
    PolicyName: 'own',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
    }),
  },
  { Action: 'CreateAccessKey', UserName: name },
];

/** Calls that make the account. They are not signed: nobody exists yet. */
const setup = [
  ...user('admin', ['iam:*', 'sts:*']),
  ...user('reader', ['iam:Get*', 'iam:List*', 'sts:GetCallerIdentity']),
];

export async function startAccount(): Promise<ImitatedAccount> {
  const { origin, port } = new URL(await closedPort());
  const server = await startServer(
    installed('python', 'bin', 'moto_server'),
    ['-H', '127.0.0.1', '-p', port],
    {
      env: { INITIAL_NO_AUTH_ACTION_COUNT: String(setup.length) },
      ready: 'Running on',
    },
  );
  try {
    const send = openSend({ timeoutMs: 20_000 }, {});
    const keys: KeyPair[] = [];
    for (const call of setup) {
      const { status, body } = await send({
        method: 'POST',
        url: new URL(origin),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          // The service that an unsigned request is for is read from its scope.
          authorization:
            'AWS4-HMAC-SHA256 Credential=nobody/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0',
        },
        body: new URLSearchParams({ ...call, Version: '2010-05-08' }).toString(),
      });
      if (status !== 200) throw new Error(`IAM refused ${call.Action}: ${body}`);
      if (call.Action === 'CreateAccessKey') keys.push(keyPair(body));
    }
    const [admin, reader] = z.tuple([keySchema, keySchema]).parse(keys);
    const redactor = new Redactor();
    return {
      ...server,
      admin: environment(origin, admin),
      reader: environment(origin, reader),
      aws: openAwsAccount({
        send,
        credentials: admin,
        region: 'eu-west-1',
        endpoint: origin,
        hold: (value) => redactor.hold(value),
      }),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

const keySchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });
type KeyPair = z.infer<typeof keySchema>;

function keyPair(xml: string): KeyPair {
  const value = (tag: string) => new RegExp(`<${tag}>([^<]+)</${tag}>`).exec(xml)?.[1];
  return keySchema.parse({
    accessKeyId: value('AccessKeyId'),
    secretAccessKey: value('SecretAccessKey'),
  });
}

const environment = (origin: string, { accessKeyId, secretAccessKey }: KeyPair) => ({
  AWS_ENDPOINT_URL_IAM: origin,
  AWS_ENDPOINT_URL_STS: origin,
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
});
