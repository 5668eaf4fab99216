import { emitRole, type EmitForm, type EmittedFile } from '../../aws/iam-documents/emit.ts';
import { warnWithoutExternalId } from './external-id-warning.ts';
import { makePolicy, type PolicyDependencies, type PolicyRequest } from './policy.ts';

/** A role that somebody else is to create. */
export interface RoleFilesRequest extends PolicyRequest {
  readonly roleName: string;
  /** ARNs of those whom it trusts. */
  readonly principals: readonly string[];
  readonly externalId: boolean;
}

/** The files that create the role; its external ID is a parameter of each form. */
export async function makeRoleFiles(
  dependencies: PolicyDependencies,
  emit: EmitForm,
  request: RoleFilesRequest,
): Promise<readonly EmittedFile[]> {
  const { roleName, principals, externalId } = request;
  const { access, form } = await makePolicy(dependencies, request);
  if (!externalId) warnWithoutExternalId(dependencies.report);
  return emitRole(emit, { roleName, principals, externalId, access, form });
}
