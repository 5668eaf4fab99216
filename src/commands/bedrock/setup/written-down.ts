import { join } from 'node:path';
import type { Context } from '../../../cli/context.ts';
import { writeOwnFiles } from '../../../cli/own-file.ts';
import { emitRole, type EmitForm, type EmittedFile } from '../../../aws/iam-documents/emit.ts';
import { permissionPolicy } from '../../../aws/iam-documents/permissions.ts';
import { roleArn } from '../../../planes/port/provider-types/field-schemas.ts';
import { notePolicy } from '../../../operations/bedrock/policy-notes.ts';
import type { UndoLog } from '../../../operations/undo-log.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';
import { principalsOf } from '../../../aws/iam-documents/trust.ts';
import type { WantedRole } from './role.ts';

const usualFolder = 'port-bedrock';

/** Where the external ID lies for whoever creates the role, readable by this user alone. */
const idFile = 'external-id';
const parametersFile = 'parameters.json';

/**
 * Writes the role down for somebody else to create. The external ID lies beside it, in a file that
 * only this user can read, since it is a parameter of every form.
 */
export async function writeDown(
  context: Context,
  request: SetupRequest,
  form: EmitForm,
  { access, externalId }: WantedRole,
  book: UndoLog,
): Promise<readonly string[]> {
  const { out } = context;
  const folder = request.folder ?? usualFolder;
  const files = emitRole(form, {
    roleName: request.role.name,
    principals: principalsOf(request.role.principals),
    externalId: externalId !== undefined,
    access,
  });
  const beside = externalId?.value ? [idIn(form, externalId.value.reveal())] : [];
  const all = [...files, ...beside].map(({ name, text }) => ({ path: join(folder, name), text }));
  const what = `files ${all.map(({ path }) => path).join(', ')}`;
  const paths = await book.make({ what }, () => writeOwnFiles(all, { replace: request.force }));
  out.note([`Written to ${folder}:`, ...paths.map((path) => `  ${path}`)].join('\n'));
  notePolicy(out, permissionPolicy(access), access, 'account or list');
  out.note(`Create the role with it:\n${howTo(form, folder, externalId !== undefined)}`);
  return paths;
}

/** The external ID as the form takes it; never as an argument, which every user of a machine can read. */
function idIn(form: EmitForm, id: string): EmittedFile {
  if (form !== 'cloudformation') return { name: idFile, text: `${id}\n` };
  const parameters = [{ ParameterKey: 'ExternalId', ParameterValue: id }];
  return { name: parametersFile, text: `${JSON.stringify(parameters, null, 2)}\n` };
}

/** What whoever has the account types. */
function howTo(form: EmitForm, folder: string, withId: boolean): string {
  const id = `"$(cat ${join(folder, idFile)})"`;
  switch (form) {
    case 'aws-cli':
      return `  ${withId ? `EXTERNAL_ID=${id} ` : ''}bash ${join(folder, 'create-role.sh')}`;
    case 'terraform':
      return [
        ...(withId ? [`  export TF_VAR_external_id=${id}`] : []),
        `  terraform -chdir=${folder} init && terraform -chdir=${folder} apply`,
      ].join('\n');
    case 'cloudformation':
      return [
        `  aws cloudformation deploy --template-file ${join(folder, 'template.yaml')} \\`,
        '    --stack-name port-bedrock --capabilities CAPABILITY_NAMED_IAM' +
          (withId ? ` \\\n    --parameter-overrides file://${join(folder, parametersFile)}` : ''),
      ].join('\n');
  }
}

/** How the value of the external ID comes back from where it was written. */
export function idComesBack(form: EmitForm, { folder: given }: SetupRequest): string {
  const folder = given ?? usualFolder;
  return form === 'cloudformation'
    ? `EXTERNAL_ID holds the value that is in ${join(folder, parametersFile)}`
    : `EXTERNAL_ID holds what is in ${join(folder, idFile)}: export EXTERNAL_ID="$(cat ${join(folder, idFile)})"`;
}

/** Waits for the ARN of a role that somebody creates meanwhile, or made before. */
export async function askForArn({ ask }: Context, message: string): Promise<string> {
  return ask.text({
    message,
    flag: '--role-arn <arn>',
    check: (answer) => roleArn.safeParse(answer).error?.issues[0]?.message ?? true,
  });
}
