import { PortaiError } from '../../core/errors.ts';
import type { AwsSigning, Config, ProbeInput, ProbeRequest } from '../test-requests.ts';

/** Keys to sign with; the token only with temporary ones. */
export type AwsKeys = Pick<AwsSigning, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>;

/** The region of a configuration. It becomes a part of host names: anything else than one is refused. */
export function regionOf(config: Config): string {
  const { region } = config;
  if (typeof region === 'string' && /^[a-z]{2}-[a-z]+-\d$/.test(region)) return region;
  throw new PortaiError({
    name: 'CONFIG_INVALID',
    message: 'The configuration names no AWS region',
    exit: 'checkFailed',
  });
}

/** Temporary credentials of the session: of a role after the sign-in, of the caller before it. */
export function sessionKeys({ session }: ProbeInput): AwsKeys | undefined {
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
  config: Config,
  keys: AwsKeys,
  body?: object,
): ProbeRequest {
  const region = regionOf(config);
  const path = to.path.map(encodeURIComponent).join('/');
  return {
    method: body ? 'POST' : 'GET',
    url: `https://${to.endpoint}.${region}.amazonaws.com/${path}`,
    headers: body ? { 'content-type': 'application/json' } : {},
    ...(body ? { body: JSON.stringify(body) } : {}),
    sign: { service: 'bedrock', region, ...keys },
  };
}
