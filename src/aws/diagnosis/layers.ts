import type { Cause } from '../../vendors/causes.ts';
import type { CheckId } from './facts.ts';

/** A layer between Port and the model, and the checks that look at it. */
export interface Layer {
  readonly name: string;
  readonly checks: readonly CheckId[];
}

const layer = (name: string, ...checks: CheckId[]): Layer => ({ name, checks });

const trust = layer(
  "the role's trust policy, or its external ID",
  ...(['role', 'account', 'principals', 'external-id', 'conditions', 'action', 'deny'] as const),
  'age',
);
const permissions = layer('the permissions of the role', 'permissions');
const access = layer("the AWS account's access to the model", 'access');
const account = layer('the state of the AWS account', 'access');
const guardrail = layer('the guardrail', 'guardrail');
const quota = layer('the quota of the AWS account', 'quota');
const credentials = layer('the AWS credentials that sign the call', 'caller');
const way = layer('the way from the caller to AWS');
const service = layer('a passing trouble of Bedrock itself');
const request = layer('the request as it was sent');
const model = layer('the model in this region', 'access', 'profiles');

/** What no answer of Bedrock or STS means: it is of other vendors, of gateways, or of portai itself. */
export const notOfAws = [
  'PROVIDER_UNKNOWN',
  'WRONG_REGION_HOST',
  'UPSTREAM_KEY_INVALID',
  'UPSTREAM_FAILED',
  'API_VERSION',
  'API_DISABLED',
  'DEPLOYMENT_NOT_FOUND',
  'WRONG_DEPLOYMENT',
  'OTHER_MODEL',
  'MODEL_LOADING',
  'KEY_BLOCKED',
  'KEY_RESTRICTED',
  'AUTH_METHOD_DISABLED',
  'INTERRUPTED',
  'BUDGET_REACHED',
  'NOT_GENERATED',
  'NOT_SIMULATED',
  'OK',
  'ZERO_TOKEN_OK',
  'TRUNCATED_OK',
] as const satisfies readonly Cause[];

type OfAws = Exclude<Cause, (typeof notOfAws)[number]>;

/** Every cause is here or above: a new one that is in neither does not compile. */
const layers: Readonly<Record<OfAws, Layer>> = {
  DNS_FAILED: way,
  CONNECT_REFUSED: way,
  CONNECT_TIMEOUT: way,
  CONNECTION_RESET: way,
  NETWORK_ERROR: way,
  TIMEOUT: way,
  TLS_UNTRUSTED: way,
  TLS_EXPIRED: way,
  TLS_HOSTNAME: way,
  TLS_PROTOCOL: way,
  PROXY_AUTH: way,
  PROXY_REFUSED: way,
  REDIRECTED: way,
  NOT_HTTP: way,
  BODY_TOO_LARGE: way,
  COMPRESSED: way,
  NETWORK_ACL: way,
  ANSWERED_ON_THE_WAY: way,
  WRONG_BASE_URL: way,
  RESPONSE_MALFORMED: way,
  CONFIG_INVALID: layer('the configuration of the provider', 'arn'),
  SECRET_MALFORMED: credentials,
  KEY_MISSING: credentials,
  KEY_INVALID: credentials,
  SECRET_KEY_MISMATCH: credentials,
  KEY_EXPIRED: credentials,
  TOKEN_EXPIRED: credentials,
  CLOCK_SKEW: layer('the clock of the machine that signed the call', 'caller'),
  KEY_FORBIDDEN: layer('the permissions of whoever signed the call', 'permissions'),
  AWS_RIGHTS_MISSING: layer('the rights of the person who ran it, not of the role', 'caller'),
  STS_REGION_DISABLED: layer('the region of the AWS account', 'account'),
  ROLE_NOT_ASSUMABLE: trust,
  ROLE_NOT_TRIED: trust,
  TRUST_POLICY_INVALID: layer("the role's trust policy", 'role', 'principals'),
  SESSION_TOO_LONG: layer('the session length of the role', 'role'),
  IAM_PROFILE_DENIED: permissions,
  IAM_MODEL_DENIED: permissions,
  IAM_STREAM_DENIED: permissions,
  IAM_EXPLICIT_DENY: layer('a Deny in a policy of the role or resource', 'permissions'),
  IAM_BOUNDARY_DENIED: layer('the permissions boundary of the role', 'permissions'),
  IAM_SESSION_DENIED: layer('the policy of the session, not of the role'),
  VPC_ENDPOINT_DENIED: layer('the policy of a VPC endpoint, not of the role'),
  SCP_DENIED: layer(
    'a policy of the organization: a service control policy or resource control policy',
    'permissions',
  ),
  GUARDRAIL_FORBIDDEN: layer('the permission for the guardrail', 'guardrail'),
  GUARDRAIL_NOT_FOUND: guardrail,
  GUARDRAIL_INTERVENED: guardrail,
  CONTENT_POLICY: guardrail,
  USE_CASE_FORM: access,
  MARKETPLACE: access,
  MODEL_ACCESS_DENIED: access,
  MODEL_NOT_OFFERED: layer('what AWS offers to the account'),
  MODEL_RETIRED: access,
  MODEL_NOT_IN_REGION: layer('the region', 'access', 'profiles'),
  MODEL_NOT_FOUND: model,
  NEEDS_INFERENCE_PROFILE: layer('the inference profile', 'profiles', 'access'),
  GEO_UNSUPPORTED: layer('the country from which the call is made'),
  ACCOUNT_NOT_READY: account,
  ACCOUNT_SUSPENDED: account,
  BILLING: layer('the payment of the AWS account', 'access'),
  QUOTA_EXHAUSTED: quota,
  RATE_LIMITED: quota,
  STOP_UNKNOWN: service,
  NOTHING_WRITTEN: service,
  ANSWER_CUT: service,
  STREAM_CUT: way,
  STREAM_IGNORED: way,
  OVERLOADED: service,
  PROVIDER_ERROR: service,
  UNSUPPORTED_PARAM: request,
  STRUCTURED_UNSUPPORTED: request,
  STRUCTURED_INVALID: request,
  REQUEST_REFUSED: request,
  PROBE_BUG: request,
};

const isOfAws = (cause: Cause): cause is OfAws => Object.hasOwn(layers, cause);

/** The layer that a cause is about; undefined for what neither Bedrock nor STS can mean. */
export const layerOf = (cause: Cause): Layer | undefined =>
  isOfAws(cause) ? layers[cause] : undefined;
