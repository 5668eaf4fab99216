import { z } from 'zod';
import { hasManner } from './outcomes-by-name.ts';

/** What a simulated model writes, before a vendor's format is put around it. */

/** How the output shall look. */
export type Wanted =
  | { readonly kind: 'text' }
  | { readonly kind: 'json' }
  | { readonly kind: 'schema'; readonly schema: unknown }
  | { readonly kind: 'tool'; readonly name: string; readonly schema: unknown };

export interface Generated {
  readonly text: string;
  /** The tool that was used instead of text. */
  readonly tool?: { readonly name: string; readonly input: unknown };
  readonly stop: 'end' | 'length' | 'tool' | 'filter';
}

export const inputTokens = 12;
export const outputTokens = ({ text, tool }: Generated) => (tool ? 9 : text === '' ? 16 : 1);

/** What the model of this name writes; its manners are in its name. */
export function generate(model: string, wanted: Wanted): Generated {
  if (hasManner('filtered', model)) return { text: '', stop: 'filter' };
  if (hasManner('truncated', model)) return { text: '', stop: 'length' };
  if (hasManner('prose', model) || wanted.kind === 'text') return { text: 'pong', stop: 'end' };
  if (wanted.kind === 'json') return { text: '{"answer":"pong"}', stop: 'end' };
  const value = exampleOf(wanted.schema);
  return wanted.kind === 'tool'
    ? { text: '', tool: { name: wanted.name, input: value }, stop: 'tool' }
    : { text: JSON.stringify(value), stop: 'end' };
}

const schemaNode = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
});

/** A schema from outside may be nested without end. */
const deepest = 20;

/** A value that fits a JSON Schema, or one in Google's spelling; null for what is not understood. */
function exampleOf(schema: unknown, depth = 0): unknown {
  const { data } = schemaNode.safeParse(schema);
  if (!data || depth > deepest) return null;
  if ('const' in data) return data['const'];
  if (data.enum) return data.enum[0] ?? null;
  if (data.anyOf) return exampleOf(data.anyOf[0], depth + 1);
  const type = (Array.isArray(data.type) ? data.type[0] : data.type)?.toLowerCase();
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(data.properties ?? {}).map(([name, of]) => [name, exampleOf(of, depth + 1)]),
      );
    case 'array':
      return [exampleOf(data.items, depth + 1)];
    case 'string':
      return 'pong';
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    case undefined:
    default:
      return null;
  }
}
