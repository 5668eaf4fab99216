import type { NamedEvent } from '../../router.ts';
import type { PortDialect } from '../dialects.ts';
import type { MonthlyQuotaUsage } from './quota.ts';

/** What happened in an invocation, before a dialect gives it names. */
export interface InvocationCourse {
  readonly identifier: string;
  /** Tools that were called, each with its arguments and its answer. */
  readonly calls: readonly {
    readonly name: string;
    readonly input: object;
    readonly answer: string;
  }[];
  /** The answer in the pieces in which it is sent. */
  readonly pieces: readonly string[];
  readonly monthlyQuotaUsage: MonthlyQuotaUsage;
}

/** Limits of Port's own models within an hour. Source: Port's documentation. */
const rateLimitUsage = {
  maxRequests: 1000,
  remainingRequests: 999,
  maxTokens: 800_000,
  remainingTokens: 799_000,
  remainingTimeMs: 3_600_000,
} as const;

const event = (name: string, data: unknown): NamedEvent => ({
  name,
  data: typeof data === 'string' ? data : JSON.stringify(data),
});

/** The events of an invocation that ended well, in the dialect of the answer. */
export function eventsOf(course: InvocationCourse, form: PortDialect['events']): NamedEvent[] {
  return form === 'documented' ? documented(course) : observed(course);
}

/** Names with underscores, tool calls in pieces. Source: Port's page about its API of invocations. */
function documented({ calls, pieces, monthlyQuotaUsage }: InvocationCourse): NamedEvent[] {
  return [
    ...calls.flatMap(({ name, input, answer }, index) => {
      const id = `call_${index + 1}`;
      const text = JSON.stringify(input);
      const half = Math.ceil(text.length / 2);
      return [
        event('tool_call', { id, name, arguments: text.slice(0, half) }),
        event('tool_call', { id, arguments: text.slice(half), lastChunk: true }),
        event('tool_result', { id, content: answer, lastChunk: true }),
      ];
    }),
    ...pieces.map((piece) => event('execution', piece)),
    event('done', { rateLimitUsage, monthlyQuotaUsage }),
  ];
}

/** Names in camel case, an identifier first, tool calls whole. Source: what clients of 2026 were sent. */
function observed({
  identifier,
  calls,
  pieces,
  monthlyQuotaUsage,
}: InvocationCourse): NamedEvent[] {
  return [
    event('invocationIdentifier', identifier),
    ...calls.map(({ name, input }) => event('toolCall', { name, arguments: input })),
    event('waiting', null),
    ...pieces.map((piece) => event('execution', piece)),
    event('done', {
      rateLimitUsage,
      monthlyQuotaUsage,
      contextUsage: { usedTokens: 1200, maxTokens: 200_000 },
    }),
  ];
}

/** An error in the middle. Port documents none; this one has the name of a failed invocation. */
export const errorEvent = (message: string): NamedEvent =>
  event('error', { error: 'internal_error', message });
