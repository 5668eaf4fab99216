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
  readonly means: string;
}

export const dialects = {
  guide: {
    envelopes: { list: 'result', one: 'result', defaults: 'result' },
    errors: 'object',
    unsetDefault: 'system',
    means: 'as the guides show them: `result`, and errors are objects',
  },
  document: {
    envelopes: { list: 'result', one: 'result', defaults: 'result' },
    errors: 'string',
    unsetDefault: 'system',
    means: 'as the OpenAPI document has them: `result`, and errors are strings',
  },
  terraform: {
    envelopes: { list: 'providers', one: 'provider', defaults: 'defaults' },
    errors: 'string',
    unsetDefault: 'null',
    means: 'as Terraform reads them: `provider(s)`; no default is null',
  },
} as const satisfies Record<string, PortDialect>;

export type DialectName = keyof typeof dialects;

export const dialectNames = ['guide', 'document', 'terraform'] as const satisfies DialectName[];
