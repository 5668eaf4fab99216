import { readdirSync } from 'node:fs';
import { z } from 'zod';
import { openSend } from '../../../src/http/send.ts';
import { authoritiesIn, closedPort } from '../../support/servers.ts';
import { installed, startServer, type RunningServer } from './process.ts';

/** A key pair of an IAM user. */
export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * AWS as moto imitates it, behind a proxy that answers for every host of AWS: requests go to the true
 * names, over TLS. Once set up, it lets nobody in without a valid signature and a permission.
 */
export interface ImitatedAws extends RunningServer {
  /** The environment that leads a program there. */
  readonly env: Readonly<Record<string, string>>;
  /** The certificate authority to trust. */
  readonly caFile: string;
  /** A user who may use STS and nothing else. */
  readonly user: KeyPair;
  /** A role that trusts the user when the request holds the external id; the id. */
  readonly guarded: { readonly roleArn: string; readonly externalId: string };
  /** A role that trusts the user as it is. */
  readonly open: { readonly roleArn: string };
  /** A role that trusts somebody else. */
  readonly foreign: { readonly roleArn: string };
}

/** moto's own account. */
const account = '123456789012';
const userArn = `arn:aws:iam::${account}:user/admin`;
const externalId = 'interop-external-id-4711';

const policy = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

const trust = (principal: string, condition: object) =>
  policy({ Principal: { AWS: principal }, Action: 'sts:AssumeRole', ...condition });

const role = (name: string, document: string) => ({
  Action: 'CreateRole',
  RoleName: name,
  AssumeRolePolicyDocument: document,
});

/** Calls of IAM's API that make the account. They are not signed: nobody exists yet. */
const setup = [
  { Action: 'CreateUser', UserName: 'admin' },
  {
    Action: 'PutUserPolicy',
    UserName: 'admin',
    PolicyName: 'sts',
    PolicyDocument: policy({ Action: 'sts:*', Resource: '*' }),
  },
  role('open', trust(userArn, {})),
  role('foreign', trust('arn:aws:iam::999999999999:role/somebody', {})),
  role(
    'guarded',
    trust(userArn, { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
  ),
  { Action: 'CreateAccessKey', UserName: 'admin' },
];

export async function startAws(): Promise<ImitatedAws> {
  const { origin, port } = new URL(await closedPort());
  const server = await startServer(
    installed('python', 'bin', 'moto_proxy'),
    ['-H', '127.0.0.1', '-p', port],
    {
      // Of the calls that it counts, these are not checked; whatever follows is.
      env: { INITIAL_NO_AUTH_ACTION_COUNT: String(setup.length) },
      ready: 'Serving HTTP Proxy',
    },
  );
  const env = {
    HTTPS_PROXY: origin,
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const caFile = installed('python', 'lib', pythonFolder(), 'site-packages/moto/moto_proxy/ca.crt');
  try {
    const send = openSend({ timeoutMs: 20_000, ...authoritiesIn(caFile) }, env);
    let last = '';
    for (const call of setup) {
      const { status, body } = await send({
        method: 'POST',
        url: new URL('https://iam.amazonaws.com/'),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          // The proxy closes every connection after its answer, and does not say so.
          connection: 'close',
        },
        body: new URLSearchParams({ ...call, Version: '2010-05-08' }).toString(),
      });
      if (status !== 200) throw new Error(`IAM refused ${call.Action}: ${body}`);
      last = body;
    }
    const arn = (name: string) => ({ roleArn: `arn:aws:iam::${account}:role/${name}` });
    return {
      ...server,
      env,
      caFile,
      user: keyPair(last),
      open: arn('open'),
      foreign: arn('foreign'),
      guarded: { ...arn('guarded'), externalId },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

function pythonFolder(): string {
  const [name] = readdirSync(installed('python', 'lib')).filter((each) =>
    each.startsWith('python3'),
  );
  return name ?? 'python3';
}

function keyPair(xml: string): KeyPair {
  const value = (tag: string) => new RegExp(`<${tag}>([^<]+)</${tag}>`).exec(xml)?.[1];
  return z
    .object({ accessKeyId: z.string(), secretAccessKey: z.string() })
    .parse({ accessKeyId: value('AccessKeyId'), secretAccessKey: value('SecretAccessKey') });
}
