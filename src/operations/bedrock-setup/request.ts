import type { EmitForm } from '../../aws/iam-documents/emit.ts';
import type { Secret } from '../../core/secret.ts';
import type { ModelAccessRequest } from './model-access-request.ts';

/**
 * What a set-up is to do, as decisions: whoever makes one says nothing of flags. What is undefined is
 * open, and somebody is asked for it. With the answers in it, a request says how to do the same again.
 */
export interface SetupRequest {
  /** AWS region that serves the models. */
  readonly region: string | undefined;
  /** Port's names of the models that Port may call; empty leaves the choice open. */
  readonly models: readonly string[];
  /** Whether profiles are allowed that route to any region of the world. */
  readonly global: boolean;
  /** Whether Port may switch off the models that the region does not have. */
  readonly disableUnavailable: boolean;
  readonly modelAccess: Omit<ModelAccessRequest, 'dryRun'>;
  readonly guardrail: GuardrailRequest;
  /** How Port signs in to AWS. */
  readonly signIn: SignInMethod | undefined;
  readonly role: RoleRequest;
  readonly externalId: ExternalIdRequest;
  readonly keys: UserKeysRequest;
  /** AWS profile of this machine that looks into the account; true for AWS' default chain. */
  readonly awsProfile: string | true | undefined;
  /** Folder for what is written down; undefined for the usual one. */
  readonly folder: string | undefined;
  /** The model that becomes the organization's default with the provider. */
  readonly makeDefault: string | undefined;
  /** Whether a role may be created, and what AWS has ended be switched off, without asking. */
  readonly confirmed: boolean;
  /** Whether what portai would hold back goes ahead. */
  readonly force: boolean;
  readonly dryRun: boolean;
}

export type SignInMethod = 'assume-role' | 'access-keys';

/** Where the role comes from: made now, written down for somebody else to create, or there already. */
export type RoleOrigin =
  | { readonly kind: 'create' }
  | { readonly kind: 'write'; readonly form: EmitForm }
  | { readonly kind: 'have'; readonly arn: string | undefined };

/** The role that Port assumes. */
export interface RoleRequest {
  readonly origin: RoleOrigin | undefined;
  /** Of a role to create. */
  readonly name: string;
  /** Which of Port's roles it trusts. */
  readonly principals: 'both' | 'eu' | 'us';
  /** Whether one that is there and differs may be changed. */
  readonly update: boolean;
}

/** The external ID that the role asks for. */
export interface ExternalIdRequest {
  /** False lets the role be assumed without one. */
  readonly wanted: boolean;
  /** The secret in Port that holds it. */
  readonly secretName: string | undefined;
  readonly given: GivenValue | undefined;
}

/** A value from the environment, with the name by which it can be given again. */
export interface GivenValue {
  readonly variable: string;
  readonly value: Secret;
}

/** The keys of a user, where Port signs in with such. Values stay in the environment until they are tested. */
export interface UserKeysRequest {
  /** Whether the user is written down first, for somebody to create. */
  readonly writeUser: boolean;
  readonly idSecret: string | undefined;
  readonly keySecret: string | undefined;
  /** Variables of the environment that hold the values. */
  readonly idVariable: string | undefined;
  readonly keyVariable: string | undefined;
}

/** The guardrail that every call passes; nothing of it given leaves open whether there is one. */
export interface GuardrailRequest {
  /** Id or ARN; goes with the version. */
  readonly id: string | undefined;
  readonly version: string | undefined;
  /** The profile by which it works across regions; true for the only one that the region has. */
  readonly profile: string | true | undefined;
}

/** What the role is called unless somebody says otherwise. */
export const usualRoleName = 'port-bedrock';

/** A set-up of which nothing is decided. */
export const undecidedSetup: SetupRequest = {
  region: undefined,
  models: [],
  global: false,
  disableUnavailable: false,
  modelAccess: { submitForm: false, form: {}, acceptTerms: [] },
  guardrail: { id: undefined, version: undefined, profile: undefined },
  signIn: undefined,
  role: { origin: undefined, name: usualRoleName, principals: 'both', update: false },
  externalId: { wanted: true, secretName: undefined, given: undefined },
  keys: {
    writeUser: false,
    idSecret: undefined,
    keySecret: undefined,
    idVariable: undefined,
    keyVariable: undefined,
  },
  awsProfile: undefined,
  folder: undefined,
  makeDefault: undefined,
  confirmed: false,
  force: false,
  dryRun: false,
};
