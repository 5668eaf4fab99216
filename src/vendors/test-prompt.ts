/** What every test asks: harmless, without data of an organization, and answered in one word. */
export const testPrompt = 'Reply with the word pong.';

/** The schema of structured output, the same for every provider that takes JSON Schema. */
export const testSchema = {
  type: 'object',
  properties: { ok: { type: 'boolean' } },
  required: ['ok'],
  additionalProperties: false,
} as const;

/**
 * For servers that may take a schema and ignore it: a question that says nothing of JSON, and a key
 * that no model writes by itself.
 */
export const unlikelyPrompt = 'Is water wet?';
export const unlikelySchema = {
  type: 'object',
  properties: { zq7: { type: 'boolean' } },
  required: ['zq7'],
  additionalProperties: false,
} as const;
