import type { Cause } from '../causes.ts';
import type { Reading } from '../reading.ts';

/** Why a model stopped writing, in the words of each wire form. */

/** `wrote` is the end of an answer, also of one whose tokens went into hidden thinking. */
type Ending = 'wrote' | Cause;

const chat: Readonly<Record<string, Ending>> = {
  stop: 'wrote',
  length: 'wrote',
  tool_calls: 'wrote',
  function_call: 'wrote',
  content_filter: 'CONTENT_POLICY',
  error: 'PROVIDER_ERROR',
  // Of servers that speak the form of OpenAI with words of their own.
  eos: 'wrote',
  eos_token: 'wrote',
  stop_sequence: 'wrote',
  end_turn: 'wrote',
  max_tokens: 'wrote',
  model_length: 'wrote',
  tool_use: 'wrote',
  complete: 'wrote',
  safety: 'CONTENT_POLICY',
};

const messages: Readonly<Record<string, Ending>> = {
  end_turn: 'wrote',
  max_tokens: 'wrote',
  stop_sequence: 'wrote',
  tool_use: 'wrote',
  pause_turn: 'wrote',
  model_context_window_exceeded: 'wrote',
  refusal: 'CONTENT_POLICY',
};

const converse: Readonly<Record<string, Ending>> = {
  end_turn: 'wrote',
  max_tokens: 'wrote',
  stop_sequence: 'wrote',
  tool_use: 'wrote',
  model_context_window_exceeded: 'wrote',
  guardrail_intervened: 'GUARDRAIL_INTERVENED',
  content_filtered: 'CONTENT_POLICY',
};

const gemini: Readonly<Record<string, Ending>> = {
  stop: 'wrote',
  max_tokens: 'wrote',
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
  max_output_tokens: 'wrote',
  content_filter: 'CONTENT_POLICY',
  failed: 'PROVIDER_ERROR',
};

const endings = { chat, messages, converse, gemini, responses } as const;

/** A wire form in which models answer. */
export type Form = keyof typeof endings;

/**
 * What an answer comes to by the reason that it ended with. A reason that nobody documents is named,
 * and proves nothing; without any, what was written decides.
 *
 * @param wrote whether there is a word, a thought, a tool's input, or a token that was counted
 */
export function endedBy(
  form: Form,
  reason: unknown,
  wrote: boolean,
): Pick<Reading, 'cause' | 'detail'> {
  if (typeof reason !== 'string' || reason === '') {
    return { cause: wrote ? 'OK' : 'NOTHING_WRITTEN' };
  }
  const known = endings[form];
  const name = reason.toLowerCase();
  const ending = Object.hasOwn(known, name) ? known[name] : undefined;
  if (ending === undefined) return { cause: 'STOP_UNKNOWN', detail: reason.slice(0, 80) };
  return { cause: ending === 'wrote' ? 'OK' : ending };
}
