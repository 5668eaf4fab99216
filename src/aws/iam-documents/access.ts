import type { GuardrailProfileAccess } from './guardrail-profiles.ts';

/** What a set-up gives Port on Bedrock, whatever form it is written in: policy, commands, templates. */

/** An inference profile through which a model is called. */
export interface ProfileAccess {
  /** With its prefix: `eu.anthropic.claude-haiku-4-5-20251001-v1:0`. */
  readonly id: string;
  readonly reach: 'geography' | 'global';
  /** Regions that it may route to, as read from the account or known; undefined when nobody knows. */
  readonly destinations?: readonly string[];
  /** Set where it is not sure that it can be called from the region: nobody says, or sources disagree. */
  readonly doubt?: 'unknown' | 'disputed';
}

export interface ModelAccess {
  /** Port's name of the model: `claude-haiku-4-5-20251001`. */
  readonly model: string;
  /** The foundation model behind it: `anthropic.claude-haiku-4-5-20251001-v1:0`. */
  readonly baseId: string;
  readonly profiles: readonly ProfileAccess[];
  /** ARNs of the models behind a profile of the account's own, as the account says; else any may be. */
  readonly behind?: readonly string[];
}

/** `strict` names account, profile and every destination region; `compact` survives their changes. */
export type PolicyForm = 'strict' | 'compact';

export interface BedrockAccess {
  /** The region that Port calls: the source region of every profile. */
  readonly region: string;
  /** 12 digits; undefined stands for any account. */
  readonly account?: string;
  readonly models: readonly ModelAccess[] | 'all';
  /** ARN of a guardrail. */
  readonly guardrail?: string;
  /** Its profile, where it works across regions. */
  readonly guardrailProfile?: GuardrailProfileAccess;
}
