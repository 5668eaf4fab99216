import type { PolicyDocument } from './iam-documents/policy-document.ts';

/**
 * An AWS account as portai uses it: IAM, STS and Bedrock's control plane. Every function rejects with a
 * PortaiError: its name is AWS' own code without `Exception`, its exit class after the table of exit codes.
 * What is not there is undefined, not an error.
 */
export interface AwsAccount {
  readonly caller: () => Promise<AwsIdentity>;
  readonly roles: AwsRoles;
  readonly bedrock: (region: string) => BedrockControl;
  /**
   * Keys of a role, for 15 minutes. Refused as `AccessDenied` for every reason there is.
   * They are registered with the redactor before they are given.
   */
  readonly assume: (request: AssumeRole) => Promise<AwsKeyPair>;
}

/** Who signs: `arn:aws:iam::…:user/…`, or `arn:aws:sts::…:assumed-role/…/…`. */
export interface AwsIdentity {
  readonly account: string;
  readonly arn: string;
}

export interface AwsKeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface AssumeRole {
  readonly roleArn: string;
  readonly externalId?: string;
  readonly sessionName: string;
  readonly region: string;
}

export interface AwsRole {
  readonly name: string;
  readonly arn: string;
  readonly trust: PolicyDocument | undefined;
  readonly createdAt: Date | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** ARN of the permissions boundary. */
  readonly boundary: string | undefined;
}

export interface NewRole {
  readonly name: string;
  readonly description: string;
  readonly trust: PolicyDocument;
  readonly tags: Readonly<Record<string, string>>;
}

export interface AwsRoles {
  readonly get: (name: string) => Promise<AwsRole | undefined>;
  /** Rejects as `EntityAlreadyExists` (conflict) when there is one of that name. */
  readonly create: (role: NewRole) => Promise<AwsRole>;
  readonly setTrust: (name: string, trust: PolicyDocument) => Promise<void>;
  /** Inline policies by name. */
  readonly inlinePolicies: (name: string) => Promise<Readonly<Record<string, PolicyDocument>>>;
  /** ARNs of managed policies that are attached. */
  readonly attachedPolicies: (name: string) => Promise<readonly string[]>;
  readonly putInlinePolicy: (
    name: string,
    policyName: string,
    document: PolicyDocument,
  ) => Promise<void>;
  readonly removeInlinePolicy: (name: string, policyName: string) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
  /** Roles whose tag `managed-by` is `portai`. */
  readonly managed: () => Promise<readonly AwsRole[]>;
  readonly simulate: (question: SimulatedCalls) => Promise<readonly SimulatedDecision[]>;
}

/** `iam:SimulatePrincipalPolicy`: identity policies, boundary and SCPs; never the trust policy. */
export interface SimulatedCalls {
  readonly roleArn: string;
  readonly actions: readonly string[];
  readonly resource: string;
  /** Condition keys and their values. */
  readonly context: Readonly<Record<string, string>>;
}

export interface SimulatedDecision {
  readonly action: string;
  readonly resource: string;
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** Undefined where AWS says nothing of it: no organization, no boundary. */
  readonly allowedByOrganization: boolean | undefined;
  readonly allowedByBoundary: boolean | undefined;
  readonly missingContext: readonly string[];
}

export interface BedrockControl {
  /** Inference profiles that AWS defines for this source region. */
  readonly profiles: () => Promise<readonly InferenceProfile[]>;
  /**
   * ARNs of the foundation models behind an inference profile of any kind, by id or ARN; the one without
   * a region where it routes worldwide. Undefined when there is no such profile in the region.
   */
  readonly modelsBehind: (profile: string) => Promise<readonly string[] | undefined>;
  /** Foundation models of Anthropic. */
  readonly models: () => Promise<readonly FoundationModel[]>;
  /** By the base id, never a profile. Undefined when AWS does not know the model. */
  readonly availability: (baseId: string) => Promise<ModelAvailability | undefined>;
  /** The use-case form as it was submitted, JSON; undefined when it was not, in this account. */
  readonly useCase: () => Promise<string | undefined>;
  readonly submitUseCase: (form: string) => Promise<void>;
  readonly offers: (baseId: string) => Promise<readonly AgreementOffer[]>;
  readonly agree: (baseId: string, offerToken: string) => Promise<void>;
  /** Undefined when there is no such guardrail in the region. */
  readonly guardrail: (id: string, version?: string) => Promise<Guardrail | undefined>;
  readonly guardrails: () => Promise<readonly Guardrail[]>;
}

export interface InferenceProfile {
  readonly id: string;
  readonly arn: string;
  /** Regions of its models, the region-less one of global profiles left out. */
  readonly destinations: readonly string[];
}

export interface FoundationModel {
  readonly baseId: string;
  /** AWS' word: `ACTIVE`, `LEGACY`, or one that is newer. */
  readonly lifecycle: string | undefined;
  readonly endOfLife: Date | undefined;
}

/** AWS' four gates; each word as AWS says it, since its lists grow. */
export interface ModelAvailability {
  readonly region: string;
  readonly authorization: string;
  readonly agreement: string;
  readonly agreementProblem: string | undefined;
  readonly entitlement: string;
}

export interface AgreementOffer {
  readonly token: string;
  /** The terms that whoever accepts agrees to. */
  readonly termsUrl: string | undefined;
}

export interface Guardrail {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly version: string;
  /** AWS' word: `READY` is usable. */
  readonly status: string;
  /** Its profile, such as `eu.guardrail.v1:0`, where it works across regions. */
  readonly profile?: string;
}
