import type { Context } from '../../../cli/context.ts';
import { keptFlags } from '../../../cli/globals.ts';
import type { EmitForm } from '../../../aws/iam-documents/emit.ts';
import type { StoredRole } from '../../../operations/bedrock/role-plan.ts';
import { pasteableLine } from '../../../ui/output.ts';
import type { UndoLog } from '../../../operations/undo-log.ts';
import { commandOf, type Decisions } from './equivalent.ts';
import type { SetupFlags } from './flags.ts';
import { makeRole, planOf, type ReadyRole, type WantedRole } from './role.ts';
import { arnOf } from './wanted.ts';
import type { Manner } from './ways.ts';
import { askForArn, idComesBack, writeDown } from './written-down.ts';

/** Where a role comes from, and what it is to be. */
export interface RoleSource {
  readonly manner: Manner;
  readonly wanted: WantedRole;
  readonly before: StoredRole | undefined;
}

/** The role, ready to be assumed; undefined where it was only written down. */
export async function roleFor(
  context: Context,
  given: SetupFlags,
  { manner, wanted, before }: RoleSource,
  book: UndoLog,
  decided: Decisions,
): Promise<ReadyRole | undefined> {
  if (manner.kind === 'create') {
    const plan = planOf(given, wanted, before);
    return makeRole(context, given, manner.account, wanted, plan, book);
  }
  if (manner.kind === 'have') {
    const arn = given.roleArn ?? (await askForArn(context, 'ARN of the role'));
    return { arn, action: 'unchanged' };
  }
  const paths = await writeDown(context, given, manner.form, wanted, book);
  sayHowToComeBack(context, given, manner.form, wanted, decided);
  if (!context.ask.available) {
    await context.out.result({ written: paths }, ({ written }) => written.join('\n'));
    return undefined;
  }
  const arn = await askForArn(context, 'ARN of the role, once it is created');
  return { arn, action: 'created' };
}

/** Nothing is in Port yet: the command that puts it there, once somebody has created the role. */
function sayHowToComeBack(
  { out, globals }: Context,
  given: SetupFlags,
  form: EmitForm,
  { externalId }: WantedRole,
  decided: Decisions,
): void {
  const roleArn = arnOf({ kind: 'have' }, given);
  const words = [
    ...commandOf(given, { ...decided, manner: { kind: 'have' }, roleArn }),
    ...(externalId?.value ? ['--external-id-env', 'EXTERNAL_ID'] : []),
  ];
  const where = externalId?.value ? `, where ${idComesBack(form, given)}` : '';
  out.note(
    `Nothing is in Port yet. Once the role is there, come back${where}\n  ${pasteableLine(keptFlags(globals), words)}`,
  );
}
