import type { Cause } from '../causes.ts';
import type { Reading } from '../reading.ts';

/** Why a model stopped writing, in the words of each wire form. */

/** `wrote` ends an answer; `spent` ends the tokens, which may all have gone into hidden thinking. */
type Ending = 'wrote' | 'spent' | Cause;

const chat: Readonly<Record<string, Ending>> = {
  stop: 'wrote',
  length: 'spent',
  tool_calls: 'wrote',
  function_call: 'wrote',
  content_filter: 'CONTENT_POLICY',
  error: 'PROVIDER_ERROR',
  // Of servers that speak the form of OpenAI with words of their own.
  eos: 'wrote',
  eos_token: 'wrote',
  stop_sequence: 'wrote',
  end_turn: 'wrote',
  max_tokens: 'spent',
  model_length: 'spent',
  tool_use: 'wrote',
  complete: 'wrote',
  safety: 'CONTENT_POLICY',
};

const messages: Readonly<Record<string, Ending>> = {
  end_turn: 'wrote',
  max_tokens: 'spent',
  stop_sequence: 'wrote',
  tool_use: 'wrote',
  pause_turn: 'wrote',
  model_context_window_exceeded: 'spent',
  refusal: 'CONTENT_POLICY',
};

const converse: Readonly<Record<string, Ending>> = {
  end_turn: 'wrote',
  max_tokens: 'spent',
  stop_sequence: 'wrote',
  tool_use: 'wrote',
  model_context_window_exceeded: 'spent',
  guardrail_intervened: 'GUARDRAIL_INTERVENED',
  content_filtered: 'CONTENT_POLICY',
};

const gemini: Readonly<Record<string, Ending>> = {
  stop: 'wrote',
  max_tokens: 'spent',
  safety: 'CONTENT_POLICY',
  prohibited_content: 'CONTENT_POLICY',
  blocklist: 'CONTENT_POLICY',
  recitation: 'CONTENT_POLICY',
  spii: 'CONTENT_POLICY',
  image_safety: 'CONTENT_POLICY',
  model_armor: 'CONTENT_POLICY',
};

/** The status of OpenAI's Responses, or the reason of an incomplete one. */
const responses: Readonly<Record<string, Ending>> = {
  completed: 'wrote',
  max_output_tokens: 'spent',
  content_filter: 'CONTENT_POLICY',
  failed: 'PROVIDER_ERROR',
};

const endings = { chat, messages, converse, gemini, responses } as const;

/** A wire form in which models answer. */
export type Form = keyof typeof endings;

/**
 * What an answer comes to by the reason that it ended with. A reason that nobody documents is named,
 * and proves nothing; a good end without a word is none either. Without any reason, what was written
 * decides.
 *
 * @param wrote whether there is a word, a thought or a tool's input
 * @param counted whether tokens of output were counted, which tells where there is no reason
 */
export function endedBy(
  form: Form,
  reason: unknown,
  wrote: boolean,
  counted = false,
): Pick<Reading, 'cause' | 'detail'> {
  if (typeof reason !== 'string' || reason === '') {
    return { cause: wrote || counted ? 'OK' : 'NOTHING_WRITTEN' };
  }
  const known = endings[form];
  const name = reason.toLowerCase();
  const ending = Object.hasOwn(known, name) ? known[name] : undefined;
  if (ending === undefined) return { cause: 'STOP_UNKNOWN', detail: reason.slice(0, 80) };
  if (ending === 'spent') return { cause: 'OK' };
  if (ending === 'wrote') return { cause: wrote ? 'OK' : 'NOTHING_WRITTEN' };
  return { cause: ending };
}
