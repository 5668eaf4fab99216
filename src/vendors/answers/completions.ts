import type { Reading } from '../reading.ts';
import { endedBy } from './stop-reasons.ts';
import { fieldsOf, type Fields } from '../../core/text/json.ts';

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

const tokensOf = (usage: unknown, output: readonly string[]) =>
  Math.max(0, ...output.map((name) => number(fieldsOf(usage)?.[name])));

/** Whether the usage counts a token of output: that the model wrote, whatever became of it. */
const counts = (usage: unknown, ...output: string[]) => tokensOf(usage, output) > 0;

/** More tokens than the word takes that is asked for. */
const moreThanAWord = 16;

/** Whether so many tokens were counted that they went into thinking. Fewer were words, which were lost. */
const thought = (usage: unknown, ...output: string[]) => tokensOf(usage, output) >= moreThanAWord;

/** What a part is, whose it is and which: not what it holds. */
const labels: ReadonlySet<string> = new Set(['type', 'role', 'id', 'index', 'status', 'format']);

/**
 * Whether a part of an answer holds something: a word, a thought, the call of a tool. A part that is
 * empty proves as little as none, whatever it calls itself.
 */
export function holds(part: unknown): boolean {
  if (typeof part === 'string') return part.trim() !== '';
  if (Array.isArray(part)) return part.some(holds);
  return Object.entries(fieldsOf(part) ?? {}).some(
    ([name, value]) => !labels.has(name) && holds(value),
  );
}

const named = (model: unknown) => (text(model) === '' ? {} : { resolvedModel: text(model) });
const written = (words: string) => ({ text: words });

const isRefusal = (part: Fields | undefined) => part?.['type'] === 'refusal';

/** Chat Completions. `length` is a pass: the tokens went into hidden reasoning. */
const chat: ReadCompletion = (body) => {
  const answer = fieldsOf(body);
  const choices = answer?.['choices'];
  const usage = answer?.['usage'];
  const counted = counts(usage, 'completion_tokens');
  const choice = fieldsOf(list(choices)[0]);
  // A gateway may lose the choice of a model that used up its tokens on thinking.
  if (!answer || (!choice && !(Array.isArray(choices) && counted))) return undefined;
  const message = fieldsOf(choice?.['message']);
  const words = text(message?.['content']) || text(choice?.['text']);
  const wrote = words.trim() !== '' || writes(message);
  const spentOnThinking = thought(usage, 'completion_tokens');
  const ended = endedBy('chat', choice?.['finish_reason'], wrote, spentOnThinking);
  const parts = list(message?.['content']).map(fieldsOf);
  const refusal = text(message?.['refusal']) || text(parts.find(isRefusal)?.['refusal']);
  return {
    ...(refusal === '' ? ended : { cause: 'CONTENT_POLICY', words: refusal }),
    ...named(answer['model']),
    ...spent(usage, 'prompt_tokens', 'completion_tokens'),
    ...written(words),
  };
};

/** Whether a message of a chat, or a piece of one, holds thoughts or the call of a tool. */
export function writes(message: Readonly<Record<string, unknown>> | undefined): boolean {
  const thought = text(message?.['reasoning_content']) || text(message?.['reasoning']);
  const called = message?.['function_call'] !== undefined && message['function_call'] !== null;
  return (
    thought.trim() !== '' ||
    called ||
    holds([list(message?.['content']), list(message?.['tool_calls'])])
  );
}

/** Thinking is an item even where its words are kept back; a message is what it holds. */
function wroteItem(item: unknown): boolean {
  const fields = fieldsOf(item);
  return fields?.['type'] === 'message' ? holds(fields['content']) : fields !== undefined;
}

/** OpenAI's Responses. `incomplete` for the token limit is a pass, for a filter a remark. */
const responses: ReadCompletion = (body) => {
  const answer = fieldsOf(body);
  const output = answer?.['output'];
  if (!answer || !Array.isArray(output) || answer['object'] === 'list') return undefined;
  const status = answer['status'];
  const reason = fieldsOf(answer['incomplete_details'])?.['reason'];
  const parts = output.flatMap((item: unknown) => list(fieldsOf(item)?.['content']).map(fieldsOf));
  const refused = parts.some(isRefusal);
  const usage = answer['usage'];
  const ending = status === 'incomplete' ? (reason ?? status) : status;
  const counted = thought(usage, 'output_tokens');
  const ended = endedBy('responses', ending, output.some(wroteItem), counted);
  return {
    ...(refused ? { cause: 'CONTENT_POLICY' } : ended),
    ...named(answer['model']),
    ...spent(usage, 'input_tokens', 'output_tokens'),
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
  const counted = thought(answer['usage'], 'output_tokens');
  return {
    ...endedBy('messages', answer['stop_reason'], holds(content), counted),
    ...named(answer['model']),
    ...spent(answer['usage'], 'input_tokens', 'output_tokens'),
    ...written(
      tool ? JSON.stringify(tool['input']) : parts.map((part) => text(part?.['text'])).join(''),
    ),
  };
};

/** Bedrock's Converse, whichever model is behind it. Thinking that used up the limit leaves no message. */
const converse: ReadCompletion = (body) => {
  const answer = fieldsOf(body);
  const message = fieldsOf(fieldsOf(answer?.['output'])?.['message']);
  const stop = text(answer?.['stopReason']);
  const counted = counts(answer?.['usage'], 'outputTokens');
  if (!answer || stop === '' || (!message && !counted)) return undefined;
  const parts = list(message?.['content']).map(fieldsOf);
  const tool = parts.map((part) => fieldsOf(part?.['toolUse'])).find((use) => use !== undefined);
  return {
    ...endedBy('converse', stop, holds(parts), thought(answer['usage'], 'outputTokens')),
    ...spent(answer['usage'], 'inputTokens', 'outputTokens'),
    ...written(
      tool ? JSON.stringify(tool['input']) : parts.map((part) => text(part?.['text'])).join(''),
    ),
  };
};

/** Names of the reason why Google blocked a prompt; this one says that it did not. */
const notBlocked = /^BLOCK(?:ED)?_REASON_UNSPECIFIED$/;

/** Gemini. A candidate without parts is a pass, and tokens without a candidate: they went into thinking. */
const gemini: ReadCompletion = (body) => {
  const answer = fieldsOf(Array.isArray(body) ? body[0] : body);
  const candidate = fieldsOf(list(answer?.['candidates'])[0]);
  const reason = text(fieldsOf(answer?.['promptFeedback'])?.['blockReason']);
  const blocked = reason !== '' && !(candidate && notBlocked.test(reason));
  const usage = answer?.['usageMetadata'];
  const counted = counts(usage, 'candidatesTokenCount', 'thoughtsTokenCount');
  if (!answer || (!candidate && !blocked && !counted)) return undefined;
  const parts = list(fieldsOf(candidate?.['content'])?.['parts']).map(fieldsOf);
  return {
    ...(blocked
      ? { cause: 'CONTENT_POLICY', detail: reason }
      : endedBy(
          'gemini',
          candidate?.['finishReason'],
          holds(parts),
          thought(usage, 'candidatesTokenCount', 'thoughtsTokenCount'),
        )),
    ...named(answer['modelVersion']),
    ...spent(usage, 'promptTokenCount', 'candidatesTokenCount'),
    ...written(parts.map((part) => text(part?.['text'])).join('')),
  };
};

export const completions = { chat, responses, messages, converse, gemini } as const;
