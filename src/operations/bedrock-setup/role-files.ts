import { emitRole, type EmitForm, type EmittedFile } from '../../aws/iam-documents/emit.ts';
import { permissionPolicy } from '../../aws/iam-documents/permissions.ts';
import { principalsOf } from '../../aws/iam-documents/trust.ts';
import { emitUser } from '../../aws/iam-documents/user-documents.ts';
import type { BedrockAccess } from '../../aws/iam-documents/access.ts';
import { notePolicy } from '../bedrock/policy-notes.ts';
import type { NewRoleRequest } from './create-role.ts';
import type { RoleFiles, SetupDependencies } from './dependencies.ts';
import type { SetupRequest } from './request.ts';

/** Where files go unless somebody says otherwise; it is the name of the user, too. */
export const usualFolder = 'port-bedrock';

/** What was written down. */
interface WrittenFiles<T> {
  readonly paths: readonly string[];
  readonly files: T;
}

/**
 * Writes the role down for somebody else to create. The external ID lies beside it, in a file that
 * only this user can read, since it is a parameter of every form.
 */
export async function writeRole(
  dependencies: SetupDependencies,
  request: SetupRequest,
  form: EmitForm,
  { access, externalId }: NewRoleRequest,
): Promise<WrittenFiles<RoleFiles>> {
  const { report, show } = dependencies;
  const { name: roleName, principals } = request.role;
  const role = emitRole(form, {
    roleName,
    principals: principalsOf(principals),
    externalId: externalId !== undefined,
    access,
  });
  const beside = externalId?.value ? idIn(form, externalId.value.reveal()) : undefined;
  const paths = await write(dependencies, request, beside ? [...role, beside] : role);
  notePolicy(report, permissionPolicy(access), access, 'account or list');
  const folder = request.folder ?? usualFolder;
  const files = { form, folder, idFile: beside?.name };
  show.roleToCreate(files);
  return { paths, files };
}

/** Writes down a user whose keys Port is to get, for somebody to create. */
export async function writeUser(
  dependencies: SetupDependencies,
  request: SetupRequest,
  access: BedrockAccess,
): Promise<WrittenFiles<string>> {
  const paths = await write(dependencies, request, emitUser(access, usualFolder));
  const folder = request.folder ?? usualFolder;
  dependencies.show.userToCreate(folder);
  return { paths, files: folder };
}

async function write(
  { undoLog, writeFiles, show }: SetupDependencies,
  { folder = usualFolder, force }: SetupRequest,
  files: readonly EmittedFile[],
): Promise<readonly string[]> {
  const all = files.map(({ name }) => writeFiles.pathIn(folder, name));
  const paths = await undoLog.make({ what: `files ${all.join(', ')}` }, () =>
    writeFiles.write(folder, files, { replace: force }),
  );
  show.files(folder, paths);
  return paths;
}

/** The external ID as the form takes it; never as an argument, which every user of a machine can read. */
function idIn(form: EmitForm, id: string): EmittedFile {
  if (form !== 'cloudformation') return { name: 'external-id', text: `${id}\n` };
  const parameters = [{ ParameterKey: 'ExternalId', ParameterValue: id }];
  return { name: 'parameters.json', text: `${JSON.stringify(parameters, null, 2)}\n` };
}
