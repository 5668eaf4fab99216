import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { z } from 'zod';
import { once } from '../../core/once.ts';
import { usualRoleName } from '../../operations/bedrock-setup/request.ts';
import type { Context } from '../../cli/context.ts';
import { writeOutputFiles } from '../../cli/output-file.ts';
import { emitForms, type EmitForm, type EmittedFile } from '../../aws/iam-documents/emit.ts';
import type { PolicyDocument } from '../../aws/iam-documents/policy-document.ts';
import { principalsOf } from '../../aws/iam-documents/trust.ts';
import { makeRoleFiles } from '../../operations/bedrock/role-files.ts';
import { policyDependencies, policyRequest, type AccessFlags } from './access-flags.ts';

/** Where a document goes, and in which form. */
export const roleFileFlags = once(() =>
  z.object({
    emit: z.enum(emitForms).optional(),
    out: z.string().min(1).optional(),
    roleName: z
      .string()
      .regex(/^[\w+=,.@-]{1,64}$/, 'a role name: up to 64 of A-Z a-z 0-9 + = , . @ _ -, no path')
      .default(usualRoleName),
    principals: z.enum(['both', 'eu', 'us']).default('both'),
    externalId: z.boolean().default(true),
    force: z.boolean().default(false),
  }),
);
export type RoleFileFlags = z.infer<ReturnType<typeof roleFileFlags>>;

export function addRoleFileOptions(command: Command): void {
  command
    .addOption(
      new Option('--emit <form>', 'the whole role instead of the document').choices([...emitForms]),
    )
    .option('--role-name <name>', `name of the role with --emit (default ${usualRoleName})`)
    .addOption(
      new Option('--principals <which>', "which of Port's roles to trust (default both)").choices([
        'both',
        'eu',
        'us',
      ]),
    )
    .option('--no-external-id', 'trust Port without an external ID')
    .option('--out <dir>', 'write files there instead of printing')
    .option('--force', 'replace files that are there');
}

/** The whole role in a form, its external ID a parameter. */
export async function roleFiles(
  context: Context,
  form: EmitForm,
  given: AccessFlags & RoleFileFlags,
): Promise<readonly EmittedFile[]> {
  const { roleName, externalId } = given;
  return makeRoleFiles(policyDependencies(context, given), form, {
    ...policyRequest(given),
    ...{ roleName, externalId },
    principals: principalsOf(given.principals),
  });
}

/** Prints a document as it is, or writes it into the folder and says where. */
export async function deliver(
  { out }: Context,
  { out: folder, force }: Pick<RoleFileFlags, 'out' | 'force'>,
  files: readonly EmittedFile[],
): Promise<void> {
  if (folder === undefined) {
    const text = files.map((file) => file.text).join('\n');
    if (out.json) await out.result({ files }, () => '');
    else await out.result(text.trimEnd(), (all) => all);
    return;
  }
  const placed = files.map(({ name, text }) => ({ path: join(folder, name), text }));
  for (const path of await writeOutputFiles(placed, { replace: force })) {
    out.note(`Written to ${path}.`);
  }
}

/** Gives one document: as JSON where that is asked for, else as a file or printed. */
export async function deliverDocument(
  context: Context,
  given: Pick<RoleFileFlags, 'out' | 'force'>,
  name: string,
  document: PolicyDocument,
): Promise<void> {
  if (context.out.json && given.out === undefined) {
    await context.out.result(document, () => '');
    return;
  }
  const text = `${JSON.stringify(document, null, 2)}\n`;
  await deliver(context, given, [{ name, text }]);
}
