import type { Check } from '../../core/check.ts';
import type { PolicyDocument } from '../iam-documents/policy-document.ts';
import type { ShutGate } from '../model-gates.ts';

/** What was found, or why nobody could look. */
export type Look<T> = { readonly value: T } | { readonly unread: string };

export interface RoleFacts {
  readonly arn: string;
  readonly trust: PolicyDocument | undefined;
  readonly createdAt: Date | undefined;
}

/** One call that the role needs, and what IAM's simulation says of it. */
export interface SimulatedCall {
  /** `bedrock:InvokeModel on eu-north-1/anthropic.claude-…` */
  readonly call: string;
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  readonly byOrganization: boolean | undefined;
  readonly byBoundary: boolean | undefined;
  readonly missingContext: readonly string[];
}

export interface ModelFacts {
  readonly model: string;
  /** Set where AWS serves the model nowhere any more: since when, and what to use. */
  readonly ended?: string | undefined;
  /** Inference profiles of the region that give it. */
  readonly profiles: readonly string[];
  /** Whether the account itself said which profiles there are. */
  readonly listed: boolean;
  readonly gates: Look<readonly ShutGate[]>;
  /** AWS' word, such as ACTIVE; undefined where it says none. */
  readonly lifecycle: Look<string | undefined>;
}

export interface GuardrailFacts {
  readonly id: string;
  readonly found: Look<{ readonly status: string } | undefined>;
  readonly calls: Look<readonly SimulatedCall[]>;
}

/** All that a diagnosis is made from. */
export interface DiagnosisFacts {
  readonly roleArn: string;
  /** Why the control plane refuses the ARN; undefined where it takes it. */
  readonly problemInArn: string | undefined;
  readonly region: string;
  readonly now: Date;
  readonly caller: Look<{ readonly account: string; readonly arn: string }>;
  readonly role: Look<RoleFacts | undefined>;
  readonly externalId: ExternalIdFacts;
  readonly calls: Look<readonly SimulatedCall[]>;
  readonly guardrail: GuardrailFacts | undefined;
  readonly models: readonly ModelFacts[];
}

export interface ExternalIdFacts {
  /** Whether what Port sends is known: its provider was read, or a flag names the secret. */
  readonly known: boolean;
  /** Name of the secret in Port's configuration. */
  readonly configured: string | undefined;
  /** Whether Port has a secret of that name; undefined where it may not be asked. */
  readonly stored: boolean | undefined;
  /** The value as somebody gave it to this run: Port gives out none. */
  readonly given: string | undefined;
}

/** One line of the checklist of a role and what it leads to. */
export type BedrockCheck = Check<CheckId>;

export type CheckId =
  | 'caller'
  | 'account'
  | 'arn'
  | 'role'
  | 'principals'
  | 'action'
  | 'external-id'
  | 'conditions'
  | 'deny'
  | 'age'
  | 'permissions'
  | 'guardrail'
  | 'access'
  | 'profiles'
  | 'quota'
  | 'message'
  | 'live';
