import { portAccount } from '../../vendors/bedrock/port-account.ts';
import type { PolicyDocument } from './policy-document.ts';

/** The roles with which Port's LLM gateway calls. Source: Port's set-up guide, step 1.2. */
export const portPrincipals = {
  eu: `arn:aws:iam::${portAccount}:role/port-ai-bring-your-own-llm-eu-west-1`,
  us: `arn:aws:iam::${portAccount}:role/port-ai-bring-your-own-llm-us-east-1`,
} as const;

/** The roles of Port that a trust policy names. */
export function principalsOf(which: 'both' | 'eu' | 'us'): readonly string[] {
  return which === 'both' ? [portPrincipals.eu, portPrincipals.us] : [portPrincipals[which]];
}

/**
 * Who may assume the role. Every organization on Port is served by the same principals, so that only
 * the external ID keeps the others out.
 */
export function trustPolicy(
  principals: readonly string[],
  externalId: string | undefined,
): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'PortLlmGateway',
        Effect: 'Allow',
        Principal: { AWS: [...principals] },
        Action: 'sts:AssumeRole',
        ...(externalId === undefined
          ? {}
          : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
      },
    ],
  };
}
