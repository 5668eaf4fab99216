import { causeOfMessage, type Cause } from '../../causes.ts';
import { readAnswer } from '../../provider-answers/index.ts';
import type { CheckId } from './facts.ts';

/** A layer between Port and the model, and the checks that look at it. */
export interface Layer {
  readonly name: string;
  readonly checks: readonly CheckId[];
}

const trust: Layer = {
  name: "the role's trust policy, or its external ID",
  checks: ['role', 'account', 'principals', 'external-id', 'conditions', 'action', 'deny', 'age'],
};
const permissions: Layer = { name: 'the permissions of the role', checks: ['permissions'] };
const access: Layer = { name: "the AWS account's access to the model", checks: ['access'] };
const guardrail: Layer = { name: 'the guardrail', checks: ['guardrail'] };

const layers: Readonly<Partial<Record<Cause, Layer>>> = {
  ROLE_NOT_ASSUMABLE: trust,
  ROLE_NOT_TRIED: trust,
  CONFIG_INVALID: { name: 'the configuration of the provider', checks: ['arn'] },
  STS_REGION_DISABLED: { name: 'the region of the AWS account', checks: ['account'] },
  IAM_PROFILE_DENIED: permissions,
  IAM_MODEL_DENIED: permissions,
  IAM_STREAM_DENIED: permissions,
  IAM_BOUNDARY_DENIED: { name: 'the permissions boundary of the role', checks: ['permissions'] },
  SCP_DENIED: { name: 'a service control policy of the organization', checks: ['permissions'] },
  GUARDRAIL_FORBIDDEN: { name: 'the permission for the guardrail', checks: ['guardrail'] },
  GUARDRAIL_NOT_FOUND: guardrail,
  GUARDRAIL_INTERVENED: guardrail,
  USE_CASE_FORM: access,
  MARKETPLACE: access,
  MODEL_ACCESS_DENIED: access,
  MODEL_RETIRED: access,
  MODEL_NOT_IN_REGION: { name: 'the region', checks: ['access', 'profiles'] },
  MODEL_NOT_FOUND: { name: 'the model in this region', checks: ['access', 'profiles'] },
  NEEDS_INFERENCE_PROFILE: { name: 'the inference profile', checks: ['profiles'] },
  QUOTA_EXHAUSTED: { name: 'the quota of the AWS account', checks: ['quota'] },
  RATE_LIMITED: { name: 'the quota of the AWS account', checks: ['quota'] },
  BILLING: { name: 'the payment of the AWS account', checks: ['access'] },
};

/** The layer that a cause is about; undefined for what is in front of AWS: network, keys, time. */
export const layerOf = (cause: Cause): Layer | undefined => layers[cause];

/**
 * What a message of Port or of AWS means, word for word as it was printed: Port's one line begins with
 * the words of the catalogue, AWS' own are read as an answer would be. Undefined when neither knows it.
 */
export function causeOfText(text: string): Cause | undefined {
  const said = text.trim();
  const own = causeOfMessage(said);
  if (own !== undefined) return own;
  if (/sts:AssumeRole\b/.test(said)) return 'ROLE_NOT_ASSUMABLE';
  for (const [status, code] of answers) {
    const cause = causeOf(status, code, said);
    // What other words would mean as well, the code alone has decided.
    if (layers[cause] && cause !== causeOf(status, code, '-')) return cause;
  }
  return undefined;
}

/** The refusals in which Bedrock words stand: most of them say which by their text alone. */
const answers = [
  [403, 'AccessDeniedException'],
  [400, 'ValidationException'],
  [404, 'ResourceNotFoundException'],
  [429, 'ThrottlingException'],
] as const;

function causeOf(status: number, code: string, message: string): Cause {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code };
  const body = JSON.stringify({ message });
  return readAnswer('aws', { status, headers, body }, () => undefined).cause;
}
