import type { Cause } from '../causes.ts';
import type { Reading } from '../reading.ts';
import { fieldsOf } from './body.ts';

/** What a completion says; undefined when a body is none. */
export type ReadCompletion = (body: unknown) => Partial<Reading> | undefined;

const number = (value: unknown) => (typeof value === 'number' ? value : 0);
const text = (value: unknown) => (typeof value === 'string' ? value : '');
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function spent(
  usage: unknown,
  input: string,
  output: string,
): Pick<Reading, 'usage'> | Record<string, never> {
  const counted = fieldsOf(usage);
  return counted
    ? { usage: { inputTokens: number(counted[input]), outputTokens: number(counted[output]) } }
    : {};
}

const named = (model: unknown) => (text(model) === '' ? {} : { resolvedModel: text(model) });
const written = (words: string) => ({ text: words });

/** Chat Completions. `length` is a pass: the tokens went into hidden reasoning. */
const chat: ReadCompletion = (body) => {
  const answer = fieldsOf(body);
  const choice = fieldsOf(list(answer?.['choices'])[0]);
  if (!answer || !choice || choice['finish_reason'] === 'error') return undefined;
  const message = fieldsOf(choice['message']);
  const filtered =
    choice['finish_reason'] === 'content_filter' || text(message?.['refusal']) !== '';
  return {
    cause: filtered ? 'CONTENT_POLICY' : 'OK',
    ...named(answer['model']),
    ...spent(answer['usage'], 'prompt_tokens', 'completion_tokens'),
    ...written(text(message?.['content'])),
  };
};

/** OpenAI's Responses. `incomplete` for the token limit is a pass, for a filter a remark. */
const responses: ReadCompletion = (body) => {
  const answer = fieldsOf(body);
  const output = answer?.['output'];
  if (!answer || !Array.isArray(output) || answer['object'] === 'list') return undefined;
  const reason = fieldsOf(answer['incomplete_details'])?.['reason'];
  const status = answer['status'];
  const incomplete = status === 'incomplete' && reason === 'max_output_tokens';
  const filtered = status === 'incomplete' && reason === 'content_filter';
  if (status !== undefined && status !== 'completed' && !incomplete && !filtered) return undefined;
  const parts = output.flatMap((item: unknown) => list(fieldsOf(item)?.['content']).map(fieldsOf));
  const refused = parts.some((part) => part?.['type'] === 'refusal');
  return {
    cause: filtered || refused ? 'CONTENT_POLICY' : 'OK',
    ...named(answer['model']),
    ...spent(answer['usage'], 'input_tokens', 'output_tokens'),
    ...written(parts.map((part) => text(part?.['text'])).join('')),
  };
};

/** Anthropic's Messages. A forced tool's input counts as what was written. */
const messages: ReadCompletion = (body) => {
  const answer = fieldsOf(body);
  const content = answer?.['content'];
  if (answer?.['type'] !== 'message' || !Array.isArray(content)) return undefined;
  const parts = content.map(fieldsOf);
  const tool = parts.find((part) => part?.['type'] === 'tool_use');
  return {
    cause: answer['stop_reason'] === 'refusal' ? 'CONTENT_POLICY' : 'OK',
    ...named(answer['model']),
    ...spent(answer['usage'], 'input_tokens', 'output_tokens'),
    ...written(
      tool ? JSON.stringify(tool['input']) : parts.map((part) => text(part?.['text'])).join(''),
    ),
  };
};

/** Bedrock's Converse, whichever model is behind it. */
const converse: ReadCompletion = (body) => {
  const answer = fieldsOf(body);
  const message = fieldsOf(fieldsOf(answer?.['output'])?.['message']);
  const stop = text(answer?.['stopReason']);
  if (!answer || !message || stop === '') return undefined;
  const cause: Cause =
    stop === 'guardrail_intervened'
      ? 'GUARDRAIL_INTERVENED'
      : stop === 'content_filtered'
        ? 'CONTENT_POLICY'
        : 'OK';
  const parts = list(message['content']).map(fieldsOf);
  const tool = parts.map((part) => fieldsOf(part?.['toolUse'])).find((use) => use !== undefined);
  return {
    cause,
    ...spent(answer['usage'], 'inputTokens', 'outputTokens'),
    ...written(
      tool ? JSON.stringify(tool['input']) : parts.map((part) => text(part?.['text'])).join(''),
    ),
  };
};

const blockedByGoogle = new Set([
  'SAFETY',
  'PROHIBITED_CONTENT',
  'BLOCKLIST',
  'RECITATION',
  'SPII',
  'IMAGE_SAFETY',
  'MODEL_ARMOR',
]);

/** Gemini. A candidate without parts is a pass: its tokens went into thinking. */
const gemini: ReadCompletion = (body) => {
  const answer = fieldsOf(Array.isArray(body) ? body[0] : body);
  const candidate = fieldsOf(list(answer?.['candidates'])[0]);
  const blocked = fieldsOf(answer?.['promptFeedback'])?.['blockReason'];
  if (!answer || (!candidate && blocked === undefined)) return undefined;
  const reason = text(candidate?.['finishReason']);
  const parts = list(fieldsOf(candidate?.['content'])?.['parts']).map(fieldsOf);
  return {
    cause: blocked !== undefined || blockedByGoogle.has(reason) ? 'CONTENT_POLICY' : 'OK',
    ...named(answer['modelVersion']),
    ...spent(answer['usageMetadata'], 'promptTokenCount', 'candidatesTokenCount'),
    ...written(parts.map((part) => text(part?.['text'])).join('')),
  };
};

export const completions = { chat, responses, messages, converse, gemini } as const;
