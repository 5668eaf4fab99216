import type { StreamEvent } from '../provider-types/define.ts';
import type { Reading } from '../reading.ts';
import { refusal, type Dialect } from './dialects.ts';
import { fieldsOf, parsedBody } from './body.ts';
import { saidBy } from './said.ts';

const good: Reading = { cause: 'OK', recognised: true, status: 200 };

/** Events of OpenAI's Responses that hold a refusal of their own. */
const failing = /^(?:response\.failed|error)$/;
/** Events that show that the model writes. */
const writing =
  /^(?:response\.output_item\.added|response\.(?:output_text|reasoning\w*|refusal)\.\w+|response\.completed|response\.incomplete|content_block_start|content_block_delta|message_delta|contentBlockStart|contentBlockDelta|messageStop)$/;

/** Reads one event of a stream; undefined when it is neither content nor an error: a ping, a start. */
export function readStreamEvent(dialect: Dialect, event: StreamEvent): Reading | undefined {
  const { name, data, failed } = event;
  if (data.trim() === '[DONE]') return undefined;
  const body = parsedBody(data);
  const fields = fieldsOf(Array.isArray(body) ? body[0] : body);
  const kind = typeof fields?.['type'] === 'string' ? fields['type'] : name;
  const response = fieldsOf(fields?.['response']);
  const hasError = fieldsOf(fields?.['error']) ?? fieldsOf(response?.['error']);
  if (failed || hasError || failing.test(kind)) {
    const error = fieldsOf(response?.['error']);
    return refused(dialect, name, error ? JSON.stringify({ error }) : data, failed);
  }
  if (writing.test(kind) || writing.test(name)) return stopped(fields) ?? good;
  if (Array.isArray(fields?.['choices']) && fields['choices'].length > 0) return good;
  if (Array.isArray(fields?.['candidates'])) return good;
  return undefined;
}

/** A guardrail or filter that ended the stream before anything was written. */
function stopped(fields: Readonly<Record<string, unknown>> | undefined): Reading | undefined {
  const reason = fields?.['stopReason'] ?? fieldsOf(fields?.['delta'])?.['stop_reason'];
  if (reason === 'guardrail_intervened') return { ...good, cause: 'GUARDRAIL_INTERVENED' };
  return reason === 'refusal' || reason === 'content_filtered'
    ? { ...good, cause: 'CONTENT_POLICY' }
    : undefined;
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
