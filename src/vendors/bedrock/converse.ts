import { z } from 'zod';
import { readCompletion, readStreamEvent } from '../answers/read-answer.ts';
import { bedrockRequest, regionOf, type AwsKeys, type BedrockTarget } from './signed-request.ts';
import type { Fallback, TestCall, CallWithFallbacks } from '../test-requests.ts';
import { inferenceIds, type InferenceId } from './inference-profiles.ts';
import { testPrompt } from '../test-prompt.ts';
import { jsonOf } from '../structured-output.ts';

/** The Converse call of Bedrock: one body for every model, with the guardrail inside. */

const maxTokens = 16;

function converseBody({ guardrail }: BedrockTarget, tokens: number, extra: object = {}): object {
  return {
    messages: [{ role: 'user', content: [{ text: testPrompt }] }],
    inferenceConfig: { maxTokens: tokens },
    ...extra,
    ...(guardrail
      ? {
          guardrailConfig: {
            guardrailIdentifier: guardrail.id,
            guardrailVersion: guardrail.version,
            trace: 'enabled',
          },
        }
      : {}),
  };
}

/** A Converse request under an id. `extra` are further members of the body. */
export function converse(
  target: BedrockTarget,
  id: string,
  keys: AwsKeys,
  tokens: number,
  extra?: object,
): Pick<TestCall, 'title' | 'request' | 'outputTokens'> {
  const to = { endpoint: 'bedrock-runtime', path: ['model', id, 'converse'] } as const;
  return {
    title: id,
    request: bedrockRequest(to, target, keys, converseBody(target, tokens, extra)),
    outputTokens: tokens,
  };
}

/** Reads a completion; Bedrock's own answer does not say which id it was for. */
export function readConverse(id: string): TestCall['read'] {
  return (answer) => ({ ...readCompletion('aws', answer), resolvedModel: id });
}

const traced = z.looseObject({ trace: z.looseObject({ guardrail: z.looseObject({}) }) });

/** Reads a completion; with a guardrail, the trace in the answer shows that it was attached. */
function readGuarded(id: string, { guardrail }: BedrockTarget): TestCall['read'] {
  return (answer) => {
    const reading = readConverse(id)(answer);
    const attached = !guardrail || traced.safeParse(jsonOf(answer.body)).success;
    if (reading.cause !== 'OK' || attached) return reading;
    return { ...reading, detail: 'the answer has no trace of the guardrail' };
  };
}

/** What makes the next id worth a request: this one does not exist here, or does not stand alone. */
const nextIdAfter = ['MODEL_NOT_FOUND', 'NEEDS_INFERENCE_PROFILE', 'MODEL_NOT_IN_REGION'] as const;

/** Asks for one word under each id that may stand for the model, until one answers. */
export function converseWays(
  target: BedrockTarget,
  model: string,
  keys: AwsKeys,
): CallWithFallbacks {
  const [first, ...others] = inferenceIds(model, regionOf(target));
  const callOf = ({ id }: InferenceId): TestCall => ({
    ...converse(target, id, keys, maxTokens),
    patience: 'generate',
    read: readGuarded(id, target),
  });
  const alternative = (candidate: InferenceId): Fallback => ({
    call: callOf(candidate),
    after: nextIdAfter,
    ...(candidate.reach === 'global'
      ? { counts: 'warn', remark: globalRemark(candidate.id) }
      : { counts: 'pass' }),
  });
  return { first: callOf(first), fallbacks: others.map(alternative) };
}

const globalRemark = (id: string) =>
  `It answers only as ${id}: data may leave the geography of the region.`;

/** Where a region has no geographic profile for a model, the global one comes first: said in advance. */
export function globalOnlyRemark(model: string, region: string): readonly string[] {
  const [first] = inferenceIds(model, region);
  if (first.reach !== 'global') return [];
  return [`In ${region} ${model} is called as ${first.id}: data may leave the geography.`];
}

/** The same as a stream of AWS frames: another IAM action, InvokeModelWithResponseStream. */
export function converseStream(target: BedrockTarget, keys: AwsKeys, id: string): TestCall {
  const to = { endpoint: 'bedrock-runtime', path: ['model', id, 'converse-stream'] } as const;
  return {
    title: `${id}, streamed`,
    request: bedrockRequest(to, target, keys, converseBody(target, maxTokens)),
    outputTokens: maxTokens,
    patience: 'generate',
    read: readConverse(id),
    stream: { form: 'aws', readEvent: (event) => readStreamEvent('aws', event) },
  };
}
