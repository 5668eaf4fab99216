import type { Cause } from '../../causes.ts';
import { portAccount } from '../port-account.ts';
import { denialIn, resourceOf, type Denial } from './denial.ts';

/**
 * Whose call was denied: that of the role or user which the provider is configured with, Port's own when
 * it assumes the role, or that of a person who sets AWS up.
 */
export type DeniedCaller = 'provider' | 'Port' | 'person';

/** What calling a model takes; all else of Bedrock is administration. */
const runtime =
  /^bedrock:(?:InvokeModel|InvokeModelWithResponseStream|Converse|ConverseStream|ApplyGuardrail|CallWithBearerToken)$/;
/** Bedrock makes these with the rights of whoever calls the model. */
const onBehalf = /^(?:kms|aws-marketplace|bedrock-mantle):/;

/** Whose call it was, by action and principal: nobody but Port is meant to assume the role. */
export function callerOf({ action, principal }: Denial): DeniedCaller {
  if (/^sts:(?:AssumeRole|TagSession)$/.test(action)) {
    const ports = principal === undefined || principal.includes(`:${portAccount}:`);
    return ports ? 'Port' : 'person';
  }
  return runtime.test(action) || onBehalf.test(action) ? 'provider' : 'person';
}

/** What a denial means, by who denies first, and by what was asked for where nothing but an Allow is missing. */
export function causeOfDenial(denial: Denial): Cause {
  const { who, explicit, action } = denial;
  const caller = callerOf(denial);
  if (caller === 'person') {
    const notTrusted =
      who === undefined || who === 'role trust policy' || who === 'resource-based policy';
    return action.startsWith('sts:') && notTrusted ? 'ROLE_NOT_TRIED' : 'AWS_RIGHTS_MISSING';
  }
  if (who === 'service control policy' || who === 'resource control policy') return 'SCP_DENIED';
  if (caller === 'Port') return 'ROLE_NOT_ASSUMABLE';
  if (who === 'permissions boundary') return 'IAM_BOUNDARY_DENIED';
  if (who === 'session policy') return 'IAM_SESSION_DENIED';
  if (who === 'VPC endpoint policy') return 'VPC_ENDPOINT_DENIED';
  return explicit === true ? 'IAM_EXPLICIT_DENY' : notAllowed(denial);
}

function notAllowed(denial: Denial): Cause {
  const { action } = denial;
  const { kind } = resourceOf(denial);
  if (action.startsWith('aws-marketplace:')) return 'MARKETPLACE';
  if (kind === 'guardrail' || kind === 'guardrail-profile' || action === 'bedrock:ApplyGuardrail') {
    return 'GUARDRAIL_FORBIDDEN';
  }
  if (!runtime.test(action) || action === 'bedrock:CallWithBearerToken') return 'KEY_FORBIDDEN';
  if (action.endsWith('Stream')) return 'IAM_STREAM_DENIED';
  const profile = kind === 'inference-profile' || kind === 'application-inference-profile';
  return profile ? 'IAM_PROFILE_DENIED' : 'IAM_MODEL_DENIED';
}

/** The cause of the denial in a text; undefined where there is none. */
export function causeOfDenialIn(text: string): Cause | undefined {
  const denial = denialIn(text);
  return denial && causeOfDenial(denial);
}
