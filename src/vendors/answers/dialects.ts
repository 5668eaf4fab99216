import type { Cause } from '../causes.ts';
import type { Reading } from '../reading.ts';
import { anthropicRules } from '../anthropic/refusals.ts';
import { awsCredentialWords } from '../bedrock/credential-refusals.ts';
import { awsRulesByWords, awsRules, denialRules, stsRules } from '../bedrock/refusals.ts';
import { azureRules } from '../azure/refusals.ts';
import { completions, type ReadCompletion } from './completions.ts';
import {
  anthropicCompatibleRules,
  openaiCompatibleRules,
  passedOnRules,
} from '../gateways/refusals.ts';
import { googleRules, googleTokenRules } from '../google/refusals.ts';
import { openaiRules } from '../openai/refusals.ts';
import { behindGateway, passedOn, type PassedOn } from '../gateways/upstream-refusals.ts';
import { byStatus, byStatusAlone, matching, type Rule } from './rules.ts';
import { fieldsOf } from '../../core/text/json.ts';
import { fact } from './header-facts.ts';
import type { RefusalContent } from './error-envelope.ts';
import { wallRules } from './proxy-pages.ts';

/** What any vendor may say to a gateway, which passes it on. */
const upstreamRules: readonly Rule[] = [
  ...awsCredentialWords,
  ...denialRules,
  ...awsRules.filter(({ cause, text }) => text !== undefined && /^(?:IAM|SCP)_/.test(cause)),
  ...googleRules.filter(({ cause, text }) => text !== undefined && cause.startsWith('KEY_')),
  ...openaiRules,
  ...anthropicRules.filter(({ code }) => code !== undefined),
  ...azureRules,
];

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

/** Behind these may be a gateway. */
const gateways: readonly Dialect[] = ['openai-compatible', 'anthropic-compatible'];

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

/** The causes that somebody has who asks through a gateway which marks what it passes on. */
function causeBehind(behind: PassedOn): Cause | undefined {
  const { rule, contradicted } = matching(upstreamRules, behind.said);
  const { status } = behind.said;
  const refused = !contradicted && (status === 401 || status === 403);
  const cause = rule?.cause ?? (refused ? byStatus(status) : undefined);
  if (cause === undefined) return undefined;
  return behindGateway[cause] ?? (behind.byName ? cause : undefined);
}

/** Whether an error has the enumerated status that Google gives beside its code. */
function isGoogles({ body }: RefusalContent): boolean {
  const error = fieldsOf(fieldsOf(body)?.['error']);
  const { status, code } = error ?? {};
  return typeof code === 'number' && typeof status === 'string' && /^[A-Z_]{5,}$/.test(status);
}

/** Whose words they are, as far as the envelope tells. */
export function rulesFor(dialect: Dialect, said: RefusalContent): readonly Rule[] {
  const { rules, enveloped } = tables[dialect];
  if (enveloped && fieldsOf(said.body)?.['type'] === 'error') return enveloped;
  if (gateways.includes(dialect) && isGoogles(said)) return [...googleRules, ...rules];
  // A proxy that drops the header of Bedrock leaves the words.
  const unnamed = dialect === 'aws' && said.codes.length === 0;
  return unnamed ? awsRulesByWords : rules;
}

/** What a refusal means, by the table of its dialect and, failing that, by its status. */
export function refusal(dialect: Dialect, said: RefusalContent, about: Partial<Reading>): Reading {
  const behind = gateways.includes(dialect) ? passedOn(said) : undefined;
  const upstream = behind && causeBehind(behind);
  const { rule, contradicted } = matching([...wallRules, ...rulesFor(dialect, said)], said);
  const [code] = said.codes;
  const detail = fact(rule?.detail?.(said));
  const unsure = contradicted && said.status < 500 ? 'REQUEST_REFUSED' : byStatus(said.status);
  const own = rule?.cause ?? unsure;
  return {
    cause: upstream ?? (behind ? (behindGateway[own] ?? own) : own),
    recognised: upstream !== undefined || (rule !== undefined && !byStatusAlone(rule)),
    ...(upstream === undefined && rule?.code !== undefined ? { coded: true } : {}),
    ...about,
    ...(said.message.trim() === '' ? {} : { words: said.message }),
    ...(code === undefined ? {} : { code }),
    ...(detail === undefined ? {} : { detail }),
  };
}
