import { z } from 'zod';

/** A policy of AWS IAM, as far as portai writes and reads one. Keys are AWS' own. */

const words = z.union([z.string(), z.array(z.string())]);

const conditions = z.record(
  z.string(),
  z.record(z.string(), z.union([words, z.boolean(), z.number()])),
);

const principal = z.union([z.string(), z.record(z.string(), words)]);

const statement = z.looseObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: principal.optional(),
  Action: words.optional(),
  NotAction: words.optional(),
  Resource: words.optional(),
  NotResource: words.optional(),
  Condition: conditions.optional(),
});

const document = z.looseObject({
  Version: z.string().optional(),
  Statement: z.union([statement, z.array(statement)]).transform((given) => [given].flat()),
});

/** One permission or refusal; of several statements any refusal wins. */
export type PolicyStatement = Readonly<z.output<typeof statement>>;

export interface PolicyDocument {
  readonly Version?: string | undefined;
  readonly Statement: readonly PolicyStatement[];
}

/** Reads a policy as IAM stores it, JSON or percent-encoded JSON; undefined when it is none. */
export function parsePolicy(text: string): PolicyDocument | undefined {
  const plain = text.trimStart().startsWith('%') ? decoded(text) : text;
  try {
    return document.safeParse(JSON.parse(plain)).data;
  } catch {
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return '';
  }
}

/** A word or several, as a list. */
export const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;
