import { awsCliRole } from './emit-aws-cli.ts';
import { cloudFormationRole } from './emit-cloudformation.ts';
import { terraformRole } from './emit-terraform.ts';
import type { RoleSetup } from './emitted-role.ts';
import { permissionPolicy, reachesWorld, regionDenyRemarks } from './permissions.ts';

/** The forms in which a role can be written down for somebody else to create. */
export const emitForms = ['aws-cli', 'terraform', 'cloudformation'] as const;
export type EmitForm = (typeof emitForms)[number];

export interface EmittedFile {
  readonly name: string;
  readonly text: string;
}

/** The files of a form, the one to begin with first. */
export function emitRole(form: EmitForm, setup: RoleSetup): readonly EmittedFile[] {
  const { access, form: policyForm, ...about } = setup;
  const role = {
    ...about,
    permissions: permissionPolicy(access, policyForm).document,
    remarks: reachesWorld(access) ? regionDenyRemarks : [],
  };
  switch (form) {
    case 'aws-cli':
      return [{ name: 'create-role.sh', text: awsCliRole(role) }];
    case 'terraform':
      return [{ name: 'main.tf', text: terraformRole(role) }];
    case 'cloudformation':
      return [{ name: 'template.yaml', text: cloudFormationRole(role) }];
  }
}
