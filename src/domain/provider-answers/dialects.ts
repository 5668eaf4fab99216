import type { Reading } from '../reading.ts';
import { anthropicRules } from './anthropic.ts';
import { awsRules, stsRules } from './aws.ts';
import { azureRules } from './azure.ts';
import { fieldsOf } from './body.ts';
import { completions, type ReadCompletion } from './completions.ts';
import { fact } from './facts.ts';
import { anthropicCompatibleRules, openaiCompatibleRules, passedOnRules } from './gateways.ts';
import { googleRules, googleTokenRules } from './google.ts';
import { openaiRules } from './openai.ts';
import { byStatus, matching, type Rule } from './rules.ts';
import type { Said } from './said.ts';

/** Whose words an answer is in. */
export type Dialect =
  | 'openai'
  | 'anthropic'
  | 'azure'
  | 'foundry'
  | 'aws'
  | 'sts'
  | 'google'
  | 'google-claude'
  | 'google-token'
  | 'openai-compatible'
  | 'anthropic-compatible';

interface Table {
  readonly rules: readonly Rule[];
  readonly kinds: readonly ReadCompletion[];
  /** Whose words they are when the body has Anthropic's envelope. */
  readonly enveloped?: readonly Rule[];
}

const { chat, responses, messages, converse, gemini } = completions;

export const tables: Readonly<Record<Dialect, Table>> = {
  openai: { rules: [...openaiRules, ...passedOnRules], kinds: [responses, chat] },
  anthropic: { rules: anthropicRules, kinds: [messages] },
  azure: { rules: azureRules, kinds: [responses, chat] },
  foundry: { rules: azureRules, kinds: [messages], enveloped: anthropicRules },
  aws: { rules: awsRules, kinds: [converse] },
  sts: { rules: stsRules, kinds: [] },
  google: { rules: googleRules, kinds: [gemini] },
  'google-claude': { rules: googleRules, kinds: [messages], enveloped: anthropicRules },
  'google-token': { rules: googleTokenRules, kinds: [] },
  'openai-compatible': { rules: openaiCompatibleRules, kinds: [chat, responses] },
  'anthropic-compatible': { rules: anthropicCompatibleRules, kinds: [messages] },
};

/** What a refusal means, by the table of its dialect and, failing that, by its status. */
export function refusal(dialect: Dialect, said: Said, about: Partial<Reading>): Reading {
  const table = tables[dialect];
  const own =
    table.enveloped && fieldsOf(said.body)?.['type'] === 'error' ? table.enveloped : table.rules;
  const rule = matching(own, said);
  const [code] = said.codes;
  const detail = fact(rule?.detail?.(said));
  return {
    cause: rule?.cause ?? byStatus(said.status),
    recognised: rule !== undefined,
    ...about,
    ...(said.message.trim() === '' ? {} : { words: said.message }),
    ...(code === undefined ? {} : { code }),
    ...(detail === undefined ? {} : { detail }),
  };
}
