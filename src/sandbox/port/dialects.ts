/**
 * The forms in which Port's documents and clients write the answers about LLM providers. They differ,
 * and nothing public says which one a given organization meets: a test can take each of them.
 */
export interface PortDialect {
  /** The key around a list, around one provider, and around the default. */
  readonly envelopes: {
    readonly list: 'result' | 'providers';
    readonly one: 'result' | 'provider';
    readonly defaults: 'result' | 'defaults';
  };
  /** Whether `error` is an object with name and message, or the name with the message beside it. */
  readonly errors: 'object' | 'string';
  /** What an organization without a default of its own gets: what Port uses then, or null. */
  readonly unsetDefault: 'system' | 'null';
  /** The names under which an invocation takes its prompt; each alone will do. */
  readonly promptKeys: readonly ['userPrompt' | 'prompt', ...('userPrompt' | 'prompt')[]];
  /** Events of an invocation as Port documents them, or as its API was seen to send them. */
  readonly events: 'documented' | 'observed';
  readonly means: string;
}

export const dialects = {
  guide: {
    envelopes: { list: 'result', one: 'result', defaults: 'result' },
    errors: 'object',
    unsetDefault: 'system',
    promptKeys: ['userPrompt', 'prompt'],
    events: 'documented',
    means: 'as the guides show them: `result`, and errors are objects',
  },
  document: {
    envelopes: { list: 'result', one: 'result', defaults: 'result' },
    errors: 'string',
    unsetDefault: 'system',
    promptKeys: ['userPrompt'],
    events: 'documented',
    means: 'as the OpenAPI document has them: `result`, and errors are strings',
  },
  terraform: {
    envelopes: { list: 'providers', one: 'provider', defaults: 'defaults' },
    errors: 'string',
    unsetDefault: 'null',
    promptKeys: ['userPrompt'],
    events: 'documented',
    means: 'as Terraform reads them: `provider(s)`; no default is null',
  },
  observed: {
    envelopes: { list: 'result', one: 'result', defaults: 'result' },
    errors: 'object',
    unsetDefault: 'system',
    promptKeys: ['prompt'],
    events: 'observed',
    means: 'invocations as the API was seen to answer: `toolCall`, `prompt`',
  },
} as const satisfies Record<string, PortDialect>;

export type DialectName = keyof typeof dialects;

export const dialectNames = [
  'guide',
  'document',
  'terraform',
  'observed',
] as const satisfies DialectName[];
