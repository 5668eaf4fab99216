import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { z } from 'zod';
import { defaultRoleName } from '../../cli/aws-account.ts';
import type { Context } from '../../cli/context.ts';
import { writeOwnFiles } from '../../cli/own-file.ts';
import {
  emitForms,
  emitRole,
  type EmitForm,
  type EmittedFile,
} from '../../aws/iam-documents/emit.ts';
import { accessOf, permissionsOf, type AccessFlags } from './policy-flags.ts';
import { principalsOf } from './setup/principals.ts';

/** Where a document goes, and in which form. */
export const emitFlags = z.object({
  emit: z.enum(emitForms).optional(),
  out: z.string().min(1).optional(),
  roleName: z
    .string()
    .regex(/^[\w+=,.@-]{1,64}$/, 'a role name: up to 64 of A-Z a-z 0-9 + = , . @ _ -, no path')
    .default(defaultRoleName),
  principals: z.enum(['both', 'eu', 'us']).default('both'),
  externalId: z.boolean().default(true),
  force: z.boolean().default(false),
});
export type EmitFlags = z.infer<typeof emitFlags>;

export function addEmitOptions(command: Command): void {
  command
    .addOption(
      new Option('--emit <form>', 'the whole role instead of the document').choices([...emitForms]),
    )
    .option('--role-name <name>', `name of the role with --emit (default ${defaultRoleName})`)
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
export async function wholeRole(
  context: Context,
  form: EmitForm,
  given: AccessFlags & EmitFlags,
): Promise<readonly EmittedFile[]> {
  const access = await accessOf(context, given);
  const permissions = permissionsOf(context, access, given);
  if (!given.externalId) warnOfDeputies(context);
  return emitRole(form, {
    roleName: given.roleName,
    principals: principalsOf(given.principals),
    externalId: given.externalId,
    access,
    form: permissions.form,
  });
}

/** Said wherever a trust policy without an external ID is written. */
export function warnOfDeputies({ out }: Context): void {
  out.warn({
    code: 'no_external_id',
    message:
      "Without an external ID any organization on Port that learns the role's ARN can use it and spend on your account.",
  });
}

/** Prints a document as it is, or writes it into the folder and says where. */
export async function deliver(
  { out }: Context,
  { out: folder, force }: Pick<EmitFlags, 'out' | 'force'>,
  files: readonly EmittedFile[],
): Promise<void> {
  if (folder === undefined) {
    const text = files.map((file) => file.text).join('\n');
    if (out.json) await out.result({ files }, () => '');
    else await out.result(text.trimEnd(), (all) => all);
    return;
  }
  const placed = files.map(({ name, text }) => ({ path: join(folder, name), text }));
  for (const path of await writeOwnFiles(placed, { replace: force })) {
    out.note(`Written to ${path}.`);
  }
}
