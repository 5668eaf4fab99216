import type { BedrockAccess, PolicyForm } from './access.ts';
import type { PolicyDocument } from './policy-document.ts';

/** A role that somebody else is to create. */
export interface RoleSetup {
  readonly roleName: string;
  readonly principals: readonly string[];
  /** Whether the trust policy asks for an external ID; its value is a parameter of each form. */
  readonly externalId: boolean;
  readonly access: BedrockAccess;
  readonly form?: PolicyForm;
}

/** The same role with its permission policy, ready to be written in any form. */
export interface EmittedRole extends Omit<RoleSetup, 'access' | 'form'> {
  readonly permissions: PolicyDocument;
  /** Remarks for the reader of the file, a line each. */
  readonly remarks: readonly string[];
}
