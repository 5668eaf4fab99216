import { z } from 'zod';
import type { HttpResponse } from '../../core/http.ts';
import { readAnswer } from '../answers/read-answer.ts';
import type { Reading } from '../reading.ts';
import { bedrockRequest, type AwsKeys, type BedrockTarget } from './signed-request.ts';
import type { TestCall, TestInput } from '../test-requests.ts';
import { baseModelId } from './inference-profiles.ts';

/** GetFoundationModelAvailability: the one call that names the gate which keeps an account from a model. */

const availability = z.looseObject({
  regionAvailability: z.string(),
  authorizationStatus: z.string(),
  entitlementAvailability: z.string(),
  agreementAvailability: z.looseObject({
    status: z.string(),
    errorMessage: z.string().optional(),
  }),
});

/** The first gate that is shut; all open still proves neither a permission to invoke nor quota. */
function gate(body: unknown): Partial<Reading> | undefined {
  const { data } = availability.safeParse(body);
  if (!data) return undefined;
  const { status, errorMessage } = data.agreementAvailability;
  if (data.regionAvailability === 'NOT_AVAILABLE') return { cause: 'MODEL_NOT_IN_REGION' };
  if (data.authorizationStatus === 'NOT_AUTHORIZED') return { cause: 'USE_CASE_FORM' };
  if (status === 'PENDING') {
    return { cause: 'MARKETPLACE', detail: 'the agreement is pending; wait 15 minutes' };
  }
  if (status === 'ERROR') {
    return {
      cause: 'MARKETPLACE',
      detail: 'the agreement failed',
      ...(errorMessage === undefined ? {} : { words: errorMessage }),
    };
  }
  if (status === 'NOT_AVAILABLE') return { cause: 'MARKETPLACE', detail: 'no agreement' };
  if (data.entitlementAvailability === 'NOT_AVAILABLE') {
    return { cause: 'MARKETPLACE', detail: 'no entitlement' };
  }
  return { cause: 'ZERO_TOKEN_OK' };
}

/** Denials of this one call; the role has no need of it, and the policies of the guides lack it. */
const onlyThisCall = new Set<string>([
  'IAM_MODEL_DENIED',
  'IAM_PROFILE_DENIED',
  'IAM_BOUNDARY_DENIED',
  'IAM_EXPLICIT_DENY',
  'IAM_SESSION_DENIED',
  'VPC_ENDPOINT_DENIED',
  'AWS_RIGHTS_MISSING',
  'SCP_DENIED',
  'MODEL_ACCESS_DENIED',
  'KEY_FORBIDDEN',
]);

function readAvailability(answer: HttpResponse, plane: string): Reading {
  const reading = readAnswer('aws', answer, gate);
  if (answer.status !== 403 || !onlyThisCall.has(reading.cause)) return reading;
  return {
    ...reading,
    cause: 'NOT_GENERATED',
    detail: `bedrock:GetFoundationModelAvailability is not allowed, which ${plane} does not need`,
  };
}

/** Free. The foundation model's own id: a profile is not taken. */
export function modelAvailability(
  target: BedrockTarget,
  { model, plane }: Pick<TestInput, 'model' | 'plane'>,
  keys: AwsKeys,
): TestCall {
  const id = baseModelId(model);
  const to = { endpoint: 'bedrock', path: ['foundation-model-availability', id] } as const;
  return {
    title: `availability of ${id}`,
    request: bedrockRequest(to, target, keys),
    outputTokens: 0,
    patience: 'control',
    read: (answer) => readAvailability(answer, plane),
  };
}
