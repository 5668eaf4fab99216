import type { StreamEvent } from '../test-requests.ts';
import type { Reading } from '../reading.ts';
import { fieldsOf, type Fields } from '../../core/text/json.ts';
import { parsedBody } from './body.ts';
import { completions, holds, writes } from './completions.ts';
import { refusal as refusalOf, tables, type Dialect } from './dialects.ts';
import { endedBy, type Form } from './stop-reasons.ts';
import { readRefusalContent } from './error-envelope.ts';

/** What an event of a stream says: that the model writes, that nothing more comes, or how it ended. */
export type EventReading = 'writes' | 'ends' | Reading;

const good = { recognised: true, status: 200 } as const;

/** Events of OpenAI's Responses that hold a refusal of their own. */
const failing = /^(?:response\.failed|error)$/;
/** Events that carry a piece of what the model writes or thinks. */
const writing = {
  responses: /^response\.(?:output_text|reasoning\w*|function_call_arguments)\.\w+$/,
  messages: /^content_block_delta$/,
  converse: /^contentBlockDelta$/,
} as const;

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const firstIn = (value: unknown) => (Array.isArray(value) ? fieldsOf(value[0]) : undefined);

/**
 * Reads one event of a stream; undefined when it is neither content, an end nor an error: a ping, a
 * start, the name of a role.
 */
export function readStreamEvent(dialect: Dialect, event: StreamEvent): EventReading | undefined {
  const { name, data, failed } = event;
  if (data.trim() === '[DONE]') return 'ends';
  const body = parsedBody(data);
  const fields = fieldsOf(Array.isArray(body) ? body[0] : body);
  const kind = text(fields?.['type']) || name;
  const response = fieldsOf(fields?.['response']);
  const choice = firstIn(fields?.['choices']);
  const speaks = (form: Form) => tables[dialect].kinds.includes(completions[form]);
  const errors = [fields?.['error'], response?.['error'], choice?.['error']];
  if (failed || failing.test(kind) || errors.some(isError) || complains(event, fields)) {
    const error = fieldsOf(response?.['error']);
    return refused(dialect, name, error ? JSON.stringify({ error }) : data, failed);
  }
  if (speaks('responses') && /^response\.(?:completed|incomplete)$/.test(kind)) {
    if (!response) return 'ends';
    const whole = completions.responses(response);
    return ended(whole ?? endedBy('responses', response['status'], false));
  }
  if (kind.startsWith('response.refusal.')) return ended({ cause: 'CONTENT_POLICY' });
  const wrote = (['responses', 'messages', 'converse'] as const).some(
    (form) => speaks(form) && (writing[form].test(kind) || writing[form].test(name)),
  );
  if (wrote) return holds(pieceOf(fields)) ? 'writes' : undefined;
  if (choice) return speaks('chat') ? ofChoice(choice) : undefined;
  const feedback = text(fieldsOf(fields?.['promptFeedback'])?.['blockReason']);
  const candidate = firstIn(fields?.['candidates']);
  if (candidate) return speaks('gemini') ? ofCandidate(candidate) : undefined;
  if (feedback !== '') return ended({ cause: 'CONTENT_POLICY', detail: feedback });
  // The stop of Anthropic comes with its reason before, that of Bedrock with the reason in it.
  const delta = fieldsOf(fields?.['delta']);
  if (speaks('converse')) {
    return (
      byReason('converse', fields?.['stopReason']) ?? (name === 'messageStop' ? 'ends' : undefined)
    );
  }
  if (!speaks('messages')) return undefined;
  return (
    byReason('messages', delta?.['stop_reason']) ?? (kind === 'message_stop' ? 'ends' : undefined)
  );
}

/** Fields of the events of every form: what has none of them is of no form. */
const formal = ['type', 'object', 'choices', 'candidates', 'response', 'promptFeedback', 'usage'];

/** Whether an event is an error without its mark: an envelope that says so, or a sentence and nothing else. */
function complains({ name, data }: StreamEvent, fields: Fields | undefined): boolean {
  if (!fields) return false;
  const { isError, message } = readRefusalContent({ status: 200, headers: {}, body: data });
  if (isError) return true;
  const bare = name === 'message' && !formal.some((field) => Object.hasOwn(fields, field));
  return (
    bare &&
    ['detail', 'message', 'msg'].some((field) => text(fields[field]) !== '') &&
    message !== ''
  );
}

const isError = (value: unknown) =>
  text(value) !== '' || Object.keys(fieldsOf(value) ?? {}).length > 0;

/** What an event adds, wherever its form puts it. */
const pieceOf = (fields: Fields | undefined) =>
  ['delta', 'text', 'arguments', 'part'].map((name) => fields?.[name]);

const ended = (found: Partial<Reading>): Reading => ({ cause: 'OK', ...good, ...found });

/** What was written in earlier events, only who follows the stream knows. */
const byReason = (form: Form, reason: unknown, wrote = false): Reading | undefined =>
  text(reason) === '' ? undefined : ended(endedBy(form, reason, wrote));

/** A chunk of Chat Completions; some servers send whole messages in the place of pieces. */
function ofChoice(choice: Fields): EventReading | undefined {
  const piece = fieldsOf(choice['delta']) ?? fieldsOf(choice['message']);
  const refusal = text(piece?.['refusal']);
  if (refusal !== '') return ended({ cause: 'CONTENT_POLICY', words: refusal });
  const wrote = text(piece?.['content']) !== '' || text(choice['text']) !== '' || writes(piece);
  return byReason('chat', choice['finish_reason'], wrote) ?? (wrote ? 'writes' : undefined);
}

function ofCandidate(candidate: Fields): EventReading | undefined {
  const parts = fieldsOf(candidate['content'])?.['parts'];
  const wrote = holds(parts);
  return byReason('gemini', candidate['finishReason'], wrote) ?? (wrote ? 'writes' : undefined);
}

const upper = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** An error after the first byte has no status of its own: its name decides, and the words. */
function refused(dialect: Dialect, name: string, data: string, failed: boolean): Reading {
  const headers: Record<string, string> =
    failed && dialect === 'aws' ? { 'x-amzn-errortype': upper(name) } : {};
  const said = readRefusalContent({ status: 200, headers, body: data });
  const code = said.codes.map(Number).find((value) => value >= 400 && value < 600);
  const reading = refusalOf(dialect, { ...said, status: code ?? 400 }, {});
  return reading.recognised || code !== undefined
    ? reading
    : { ...reading, cause: 'PROVIDER_ERROR' };
}
