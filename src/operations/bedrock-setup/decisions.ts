import type { GuardrailProfileAccess } from '../../aws/iam-documents/guardrail-profiles.ts';
import type { Secret } from '../../core/secret.ts';
import type { RolePlan } from '../bedrock/role-plan.ts';
import type { ModelAccessDecisions } from './model-access-request.ts';
import type { RoleOrigin, SignInMethod } from './request.ts';

/** A model that may be chosen. */
export interface SelectableModel {
  readonly model: string;
  /** Prefixes of its profiles, such as `eu.` and `global.`. */
  readonly prefixes: readonly string[];
  /** What the account says of it. */
  readonly remark: string | undefined;
  /** Whether it is chosen unless somebody takes it out. */
  readonly usual: boolean;
}

/** The secret for an external ID, as it can be named. */
export interface ExternalIdNames {
  readonly suggestion: string;
  /** The secret that holds this very ID already. */
  readonly own: string | undefined;
  readonly existing: readonly string[];
}

/** What a person decides in a set-up; asked only where the request does not say it. */
export interface SetupDecisions {
  /** @param force whether a region is taken that nobody knows */
  region(force: boolean): Promise<string>;
  lookIntoAccount(): Promise<boolean>;
  allowGlobal(): Promise<boolean>;
  switchOff(models: readonly string[]): Promise<boolean>;
  /** Gives the names of the chosen ones. */
  models(offered: readonly SelectableModel[]): Promise<readonly string[]>;
  readonly modelAccess: ModelAccessDecisions;
  signIn(): Promise<SignInMethod>;
  /** Gives its id; empty for none. */
  guardrail(listed: readonly { readonly id: string; readonly name: string }[]): Promise<string>;
  guardrailVersion(): Promise<string>;
  /** Undefined where the guardrail does not work across regions. */
  guardrailProfile(
    known: readonly GuardrailProfileAccess[],
  ): Promise<GuardrailProfileAccess | undefined>;
  writeUser(): Promise<boolean>;
  /** @param account where a role can be created now */
  roleOrigin(account: string | undefined): Promise<RoleOrigin>;
  externalIdSecret(names: ExternalIdNames): Promise<string>;
  /** The secret for the ID that a role asks for; empty where it asks for none. */
  secretOfRole(suggestion: string | undefined): Promise<string>;
  externalIdValue(secretName: string): Promise<Secret>;
  replaceConfig(): Promise<boolean>;
  makeRole(plan: RolePlan, account: string): Promise<boolean>;
  /** @param written whether somebody creates it meanwhile from what was written down */
  roleArn(written: boolean): Promise<string>;
  tryInSpiteOfChecks(): Promise<boolean>;
  /** Undefined for none. */
  makeDefault(models: readonly string[]): Promise<string | undefined>;
}
