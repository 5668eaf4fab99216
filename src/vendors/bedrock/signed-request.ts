import { configInvalid } from '../config-invalid.ts';
import type { AwsSigning, Credential, ProviderRequest, TestInput } from '../test-requests.ts';

/** Keys to sign with; the token only with temporary ones. */
export type AwsKeys = Pick<AwsSigning, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>;

/** A guardrail in one of its versions. */
export interface GuardrailVersion {
  readonly id: string;
  readonly version: string;
}

/** Where models are called, and by whom. */
export interface BedrockConnection {
  readonly region: string;
  readonly guardrail?: GuardrailVersion;
  readonly credentials: RoleCredentials | KeyPair;
}

/** A role that is assumed before anything is called. */
export interface RoleCredentials {
  readonly roleArn: string;
  readonly externalId?: Credential;
}

/** A pair of keys that is kept. */
export interface KeyPair {
  readonly accessKeyId: Credential;
  readonly secretAccessKey: Credential;
}

/** What of a connection its requests are made from, besides the keys. */
export type BedrockTarget = Pick<BedrockConnection, 'region' | 'guardrail'>;

/** The region of a connection. It becomes a part of host names: anything else than one is refused. */
export function regionOf({ region }: Pick<BedrockTarget, 'region'>): string {
  if (/^[a-z]{2}-[a-z]+-\d$/.test(region)) return region;
  throw configInvalid('The configuration names no AWS region');
}

/** Temporary credentials of the session: of a role after the sign-in, of the caller before it. */
export function sessionKeys({ session }: Pick<TestInput, 'session'>): AwsKeys | undefined {
  const { accessKeyId, secretAccessKey, sessionToken } = session;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

/**
 * A signed request to Bedrock. Models are called at `bedrock-runtime`, everything else at `bedrock`;
 * both sign for the service `bedrock`.
 *
 * @param path segments, percent-encoded here once; the signer encodes them again.
 */
export function bedrockRequest(
  to: { readonly endpoint: 'bedrock' | 'bedrock-runtime'; readonly path: readonly string[] },
  target: Pick<BedrockTarget, 'region'>,
  keys: AwsKeys,
  body?: object,
): ProviderRequest {
  const region = regionOf(target);
  const path = to.path.map(encodeURIComponent).join('/');
  return {
    method: body ? 'POST' : 'GET',
    url: `https://${to.endpoint}.${region}.amazonaws.com/${path}`,
    headers: body ? { 'content-type': 'application/json' } : {},
    ...(body ? { body: JSON.stringify(body) } : {}),
    sign: { service: 'bedrock', region, ...keys },
  };
}
