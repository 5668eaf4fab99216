import { z } from 'zod';
import type { HttpResponse } from '../../core/http.ts';
import { readAnswer } from '../answers/read-answer.ts';
import type { Reading } from '../reading.ts';
import { bedrockRequest, regionOf, type AwsKeys, type BedrockTarget } from './signed-request.ts';
import type { TestCall } from '../test-requests.ts';
import { testPrompt } from '../test-prompt.ts';

/** ApplyGuardrail: whether a guardrail exists in the region and may be used, without any model. */

const assessment = z.looseObject({ action: z.enum(['NONE', 'GUARDRAIL_INTERVENED']) });

/** What such causes mean where the guardrail is the only thing that was asked for. */
const ofTheGuardrail = {
  MODEL_NOT_FOUND: 'GUARDRAIL_NOT_FOUND',
  MODEL_ACCESS_DENIED: 'GUARDRAIL_FORBIDDEN',
  IAM_MODEL_DENIED: 'GUARDRAIL_FORBIDDEN',
  KEY_FORBIDDEN: 'GUARDRAIL_FORBIDDEN',
} as const;

const isOfTheGuardrail = (cause: string): cause is keyof typeof ofTheGuardrail =>
  Object.hasOwn(ofTheGuardrail, cause);

function readAssessment(answer: HttpResponse, where: string): Reading {
  const reading = readAnswer('aws', answer, (body) => {
    const { data } = assessment.safeParse(body);
    if (!data) return undefined;
    return { cause: data.action === 'NONE' ? 'OK' : 'GUARDRAIL_INTERVENED' };
  });
  const cause = isOfTheGuardrail(reading.cause) ? ofTheGuardrail[reading.cause] : reading.cause;
  // A wrong id, a wrong version and another region give one and the same text.
  return { ...reading, cause, ...(cause === 'GUARDRAIL_NOT_FOUND' ? { detail: where } : {}) };
}

/** The guardrail of the connection, tried on the harmless prompt; undefined where there is none. */
export function applyGuardrail(target: BedrockTarget, keys: AwsKeys): TestCall | undefined {
  const { guardrail } = target;
  if (!guardrail) return undefined;
  const { id, version } = guardrail;
  const to = {
    endpoint: 'bedrock-runtime',
    path: ['guardrail', id, 'version', version, 'apply'],
  } as const;
  const body = { source: 'INPUT', content: [{ text: { text: testPrompt } }] };
  const where = `${id}, version ${version}, in ${regionOf(target)}`;
  return {
    title: `guardrail ${id}, version ${version}`,
    request: bedrockRequest(to, target, keys, body),
    outputTokens: 0,
    patience: 'control',
    read: (answer) => readAssessment(answer, where),
  };
}

export const draftRemark = ({ guardrail }: BedrockTarget): readonly string[] =>
  guardrail?.version === 'DRAFT'
    ? [
        'The guardrail is used in its version DRAFT, which changes without notice: publish a version.',
      ]
    : [];
