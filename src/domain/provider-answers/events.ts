import type { StreamEvent } from '../provider-types/define.ts';
import type { Reading } from '../reading.ts';
import { fieldsOf, parsedBody } from './body.ts';
import { completions, writes } from './completions.ts';
import { refusal, type Dialect } from './dialects.ts';
import { endedBy, type Form } from './endings.ts';
import { saidBy } from './said.ts';

/** What an event of a stream says: that the model writes, that nothing more comes, or how it ended. */
export type EventReading = 'writes' | 'ends' | Reading;

const good = { recognised: true, status: 200 } as const;

/** Events of OpenAI's Responses that hold a refusal of their own. */
const failing = /^(?:response\.failed|error)$/;
/** Events that carry a piece of what the model writes or thinks. */
const writing =
  /^(?:response\.(?:output_text|reasoning\w*|function_call_arguments)\.\w+|content_block_delta|contentBlockDelta)$/;

type Fields = Readonly<Record<string, unknown>>;

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
  const errors = [fields?.['error'], response?.['error'], choice?.['error']];
  if (failed || failing.test(kind) || errors.some(isError)) {
    const error = fieldsOf(response?.['error']);
    return refused(dialect, name, error ? JSON.stringify({ error }) : data, failed);
  }
  if (response && /^response\.(?:completed|incomplete)$/.test(kind)) {
    return ended(completions.responses(response) ?? endedBy('responses', response['status'], true));
  }
  if (kind.startsWith('response.refusal.')) return ended({ cause: 'CONTENT_POLICY' });
  if (writing.test(kind) || writing.test(name)) return 'writes';
  if (choice) return ofChoice(choice);
  const feedback = text(fieldsOf(fields?.['promptFeedback'])?.['blockReason']);
  const candidate = firstIn(fields?.['candidates']);
  if (candidate) return ofCandidate(candidate);
  if (feedback !== '') return ended({ cause: 'CONTENT_POLICY', detail: feedback });
  // The stop of Anthropic comes with its reason before, that of Bedrock with the reason in it.
  const delta = fieldsOf(fields?.['delta']);
  return (
    byReason('messages', delta?.['stop_reason']) ??
    byReason('converse', fields?.['stopReason']) ??
    (kind === 'message_stop' || name === 'messageStop' ? 'ends' : undefined)
  );
}

const isError = (value: unknown) => text(value) !== '' || fieldsOf(value) !== undefined;

const ended = (found: Partial<Reading>): Reading => ({ cause: 'OK', ...good, ...found });

const byReason = (form: Form, reason: unknown): Reading | undefined =>
  text(reason) === '' ? undefined : ended(endedBy(form, reason, true));

/** A chunk of Chat Completions; some servers send whole messages in the place of pieces. */
function ofChoice(choice: Fields): EventReading | undefined {
  const piece = fieldsOf(choice['delta']) ?? fieldsOf(choice['message']);
  if (text(piece?.['refusal']) !== '') return ended({ cause: 'CONTENT_POLICY' });
  const wrote = text(piece?.['content']) !== '' || text(choice['text']) !== '' || writes(piece);
  return byReason('chat', choice['finish_reason']) ?? (wrote ? 'writes' : undefined);
}

function ofCandidate(candidate: Fields): EventReading | undefined {
  const parts = fieldsOf(candidate['content'])?.['parts'];
  const wrote = Array.isArray(parts) && parts.length > 0;
  return byReason('gemini', candidate['finishReason']) ?? (wrote ? 'writes' : undefined);
}

const upper = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** An error after the first byte has no status of its own: its name decides, and the words. */
function refused(dialect: Dialect, name: string, data: string, failed: boolean): Reading {
  const headers: Record<string, string> =
    failed && dialect === 'aws' ? { 'x-amzn-errortype': upper(name) } : {};
  const said = saidBy({ status: 200, headers, body: data });
  const code = said.codes.map(Number).find((value) => value >= 400 && value < 600);
  const reading = refusal(dialect, { ...said, status: code ?? 400 }, {});
  return reading.recognised || code !== undefined
    ? reading
    : { ...reading, cause: 'PROVIDER_ERROR' };
}
