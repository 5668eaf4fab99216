import type { HttpResponse } from '../../core/http.ts';
import { readAnswer } from '../answers/read-answer.ts';
import type { Reading } from '../reading.ts';
import { isHtml } from '../../core/refusal.ts';
import {
  regionOf,
  sessionKeys,
  type AwsKeys,
  type BedrockTarget,
  type RoleCredentials,
} from './signed-request.ts';
import type { TestCall, ProviderRequest, SignInCall, TestInput } from '../test-requests.ts';

/** STS: who a key is, and the temporary credentials of a role. Its answers are XML. */

const roleSessionName = 'portai-preflight';

/** The shortest that STS gives; the role's own maximum cannot be lower. */
const sessionSeconds = '900';

function stsRequest(
  target: Pick<BedrockTarget, 'region'>,
  parameters: Readonly<Record<string, string>>,
  keys: AwsKeys | undefined,
): ProviderRequest {
  const region = regionOf(target);
  return {
    method: 'POST',
    url: `https://sts.${region}.amazonaws.com/`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...parameters, Version: '2011-06-15' }).toString(),
    ...(keys ? { sign: { service: 'sts', region, ...keys } } : {}),
  };
}

function xmlValue({ body }: HttpResponse, tag: string): string | undefined {
  return new RegExp(`<${tag}>([^<]+)</${tag}>`).exec(body)?.[1];
}

/** A refusal in the words of STS; a page in front of it is a page like any other. */
const refused = (answer: HttpResponse): Reading =>
  readAnswer(isHtml(answer) ? 'aws' : 'sts', answer, () => undefined);

/** GetCallerIdentity: it needs no permission at all, so that only the key itself can be refused. */
export function callerIdentity(target: Pick<BedrockTarget, 'region'>, keys: AwsKeys): TestCall {
  return {
    title: 'GetCallerIdentity',
    request: stsRequest(target, { Action: 'GetCallerIdentity' }, keys),
    outputTokens: 0,
    patience: 'control',
    read: (answer) => {
      const account = xmlValue(answer, 'Account');
      const arn = xmlValue(answer, 'Arn');
      if (answer.status !== 200 || !account || !arn) return refused(answer);
      const requestId = xmlValue(answer, 'RequestId');
      return {
        cause: 'OK',
        detail: `account ${account}, ${arn}`,
        status: 200,
        recognised: true,
        ...(requestId === undefined ? {} : { requestId }),
      };
    },
  };
}

/**
 * AssumeRole. It is signed with the caller's own AWS credentials where the session holds some. Without
 * them it goes out unsigned: the sandbox's STS takes that for the control plane, a real one asks who calls.
 */
export function assumeRole(
  target: Pick<BedrockTarget, 'region'>,
  { roleArn, externalId }: RoleCredentials,
  input: Pick<TestInput, 'session' | 'caller'>,
): SignInCall {
  const { caller } = input;
  const keys = sessionKeys(input);
  const request = stsRequest(
    target,
    {
      Action: 'AssumeRole',
      RoleArn: roleArn,
      RoleSessionName: roleSessionName,
      DurationSeconds: sessionSeconds,
      ...(externalId ? { ExternalId: externalId().reveal() } : {}),
    },
    keys,
  );
  return {
    request,
    read: (answer) => {
      const accessKeyId = xmlValue(answer, 'AccessKeyId');
      const secretAccessKey = xmlValue(answer, 'SecretAccessKey');
      const sessionToken = xmlValue(answer, 'SessionToken');
      if (answer.status === 200 && accessKeyId && secretAccessKey && sessionToken) {
        return { session: { accessKeyId, secretAccessKey, sessionToken } };
      }
      return judgeRefusal(refused(answer), { caller, signed: keys !== undefined, answer });
    },
  };
}

const ofTheCaller = new Set<string>([
  'KEY_INVALID',
  'KEY_EXPIRED',
  'SECRET_KEY_MISMATCH',
  'TOKEN_EXPIRED',
]);

/**
 * What a refusal says of the configuration. One text of STS stands for every reason why a role cannot
 * be assumed, and to anybody but the control plane that text is the expected one: the role trusts nobody else.
 */
function judgeRefusal(
  reading: Reading,
  by: {
    readonly caller: TestInput['caller'];
    readonly signed: boolean;
    readonly answer: HttpResponse;
  },
): Reading {
  const nobody =
    !by.signed && /MissingAuthenticationToken|IncompleteSignature/.test(by.answer.body);
  const notPlane = by.caller === 'this-machine' && reading.cause === 'ROLE_NOT_ASSUMABLE';
  if (nobody || notPlane) return { ...reading, cause: 'ROLE_NOT_TRIED' };
  if (by.signed && ofTheCaller.has(reading.cause)) {
    return { ...reading, detail: "of this machine's AWS credentials" };
  }
  return reading;
}
