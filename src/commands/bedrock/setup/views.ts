import { join } from 'node:path';
import type { Context } from '../../../cli/context.ts';
import { keptFlags } from '../../../cli/globals.ts';
import { shellWord } from '../../../core/text/shell.ts';
import type { RoleFiles, SetupViews } from '../../../operations/bedrock-setup/dependencies.ts';
import { pasteableLine } from '../../../ui/output.ts';
import { renderRolePlan } from '../../../ui/render/bedrock-role.ts';
import { renderFindings } from '../../../ui/render/diagnosis.ts';
import { renderGates } from '../../../ui/render/model-gates.ts';
import { renderUseCaseForm } from '../../../ui/render/use-case-form.ts';

/** Shows on stderr what happens in a set-up, and how it goes on elsewhere. */
export function setupViews({ out, globals }: Pick<Context, 'out' | 'globals'>): SetupViews {
  const line = (command: readonly string[]) => pasteableLine(keptFlags(globals), command);
  return {
    gates: (gates) => out.notice(gates, renderGates),
    form: (form) => out.notice(form, renderUseCaseForm),
    rolePlan: (plan) => out.notice(plan, renderRolePlan),
    checks: (checks) => out.notice(checks, renderFindings),
    files: (folder, paths) => {
      out.note([`Written to ${folder}:`, ...paths.map((path) => `  ${path}`)].join('\n'));
    },
    roleToCreate: (files) => {
      out.note(`Create the role with it:\n${howToCreate(files)}`);
    },
    userToCreate: (folder) => {
      const script = shellWord(join(folder, 'create-user.sh'));
      out.note(`Create the user with it; its two keys go into files beside it:\n  bash ${script}`);
    },
    roleComesBack: (command, files) => {
      const where = files.idFile === undefined ? '' : `, where ${idComesBack(files, files.idFile)}`;
      out.note(
        `Nothing is in Port yet. Once the role is there, come back${where}\n  ${line(command)}`,
      );
    },
    keysComeBack: (command, folder) => {
      const from = (name: string) => `"$(cat ${shellWord(join(folder, name))})"`;
      const keys = `KEY_ID=${from('access-key-id')} SECRET_KEY=${from('secret-access-key')}`;
      out.note(`Then connect it:\n  ${keys} ${line(command)}`);
    },
  };
}

/** What whoever has the account types. */
function howToCreate({ form, folder, idFile }: RoleFiles): string {
  const path = (name: string) => join(folder, name);
  const id = idFile === undefined ? undefined : `"$(cat ${path(idFile)})"`;
  switch (form) {
    case 'aws-cli':
      return `  ${id === undefined ? '' : `EXTERNAL_ID=${id} `}bash ${path('create-role.sh')}`;
    case 'terraform':
      return [
        ...(id === undefined ? [] : [`  export TF_VAR_external_id=${id}`]),
        `  terraform -chdir=${folder} init && terraform -chdir=${folder} apply`,
      ].join('\n');
    case 'cloudformation':
      return [
        `  aws cloudformation deploy --template-file ${path('template.yaml')} \\`,
        '    --stack-name port-bedrock --capabilities CAPABILITY_NAMED_IAM' +
          (idFile === undefined ? '' : ` \\\n    --parameter-overrides file://${path(idFile)}`),
      ].join('\n');
  }
}

/** How the value of the external ID comes back from where it was written. */
function idComesBack({ form, folder }: RoleFiles, idFile: string): string {
  const path = join(folder, idFile);
  return form === 'cloudformation'
    ? `EXTERNAL_ID holds the value that is in ${path}`
    : `EXTERNAL_ID holds what is in ${path}: export EXTERNAL_ID="$(cat ${path})"`;
}
