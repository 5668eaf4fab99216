import { z } from 'zod';
import { readCompletion, readStreamEvent } from '../answers/read-answer.ts';
import { bedrockRequest, type AwsKeys } from './signed-request.ts';
import type { Alternative, Ask, Config, ProbeInput, Ways } from '../test-requests.ts';
import { inferenceIds, type InferenceId } from './inference-profiles.ts';
import { probePrompt } from '../test-prompt.ts';
import { jsonOf } from '../structured-output.ts';

/** The Converse call of Bedrock: one body for every model, with the guardrail inside. */

const maxTokens = 16;

interface Guardrail {
  readonly id: string;
  readonly version: string;
}

/** The guardrail of a configuration; id and version stand together or not at all. */
export function guardrailOf(config: Config): Guardrail | undefined {
  const [id, version] = [config['guardrailIdentifier'], config['guardrailVersion']];
  return typeof id === 'string' && typeof version === 'string' ? { id, version } : undefined;
}

function converseBody(config: Config, tokens: number, extra: object = {}): object {
  const guardrail = guardrailOf(config);
  return {
    messages: [{ role: 'user', content: [{ text: probePrompt }] }],
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
  { config }: ProbeInput,
  id: string,
  keys: AwsKeys,
  tokens: number,
  extra?: object,
): Pick<Ask, 'title' | 'request' | 'outputTokens'> {
  const to = { endpoint: 'bedrock-runtime', path: ['model', id, 'converse'] } as const;
  return {
    title: id,
    request: bedrockRequest(to, config, keys, converseBody(config, tokens, extra)),
    outputTokens: tokens,
  };
}

/** Reads a completion; Bedrock's own answer does not say which id it was for. */
export function readConverse(id: string): Ask['read'] {
  return (answer) => ({ ...readCompletion('aws', answer), resolvedModel: id });
}

const traced = z.looseObject({ trace: z.looseObject({ guardrail: z.looseObject({}) }) });

/** Reads a completion; with a guardrail, the trace in the answer shows that it was attached. */
function readGuarded(id: string, config: Config): Ask['read'] {
  return (answer) => {
    const reading = readConverse(id)(answer);
    const attached = !guardrailOf(config) || traced.safeParse(jsonOf(answer.body)).success;
    if (reading.cause !== 'OK' || attached) return reading;
    return { ...reading, detail: 'the answer has no trace of the guardrail' };
  };
}

/** What makes the next id worth a request: this one does not exist here, or does not stand alone. */
const nextIdAfter = ['MODEL_NOT_FOUND', 'NEEDS_INFERENCE_PROFILE', 'MODEL_NOT_IN_REGION'] as const;

/** Asks for one word under each id that may stand for the model, until one answers. */
export function converseWays(input: ProbeInput, keys: AwsKeys, region: string): Ways {
  const [first, ...others] = inferenceIds(input.model, region);
  const ask = ({ id }: InferenceId): Ask => ({
    ...converse(input, id, keys, maxTokens),
    patience: 'generate',
    read: readGuarded(id, input.config),
  });
  const alternative = (candidate: InferenceId): Alternative => ({
    ask: ask(candidate),
    after: nextIdAfter,
    ...(candidate.reach === 'global'
      ? { counts: 'warn', remark: globalRemark(candidate.id) }
      : { counts: 'pass' }),
  });
  return { first: ask(first), others: others.map(alternative) };
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
export function converseStream(input: ProbeInput, keys: AwsKeys, id: string): Ask {
  const to = { endpoint: 'bedrock-runtime', path: ['model', id, 'converse-stream'] } as const;
  return {
    title: `${id}, streamed`,
    request: bedrockRequest(to, input.config, keys, converseBody(input.config, maxTokens)),
    outputTokens: maxTokens,
    patience: 'generate',
    read: readConverse(id),
    stream: { form: 'aws', readEvent: (event) => readStreamEvent('aws', event) },
  };
}
