import type { Context } from '../../../cli/context.ts';
import { keptFlags } from '../../../cli/globals.ts';
import type { EmitForm } from '../../../aws/iam-documents/emit.ts';
import type { StoredRole } from '../../../operations/bedrock/role-plan.ts';
import { pasteableLine } from '../../../ui/output.ts';
import type { UndoLog } from '../../../operations/undo-log.ts';
import {
  equivalentCommand,
  type SetupSoFar,
} from '../../../operations/bedrock-setup/equivalent-command.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';
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
  request: SetupRequest,
  { manner, wanted, before }: RoleSource,
  book: UndoLog,
  soFar: SetupSoFar,
): Promise<ReadyRole | undefined> {
  if (manner.kind === 'create') {
    const plan = planOf(request, wanted, before);
    return makeRole(context, request, manner.account, wanted, plan, book);
  }
  if (manner.kind === 'have') {
    const arn = manner.arn ?? (await askForArn(context, 'ARN of the role'));
    return { arn, action: 'unchanged' };
  }
  const paths = await writeDown(context, request, manner.form, wanted, book);
  sayHowToComeBack(context, request, manner.form, wanted, soFar);
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
  request: SetupRequest,
  form: EmitForm,
  { externalId }: WantedRole,
  soFar: SetupSoFar,
): void {
  const arn = arnOf({ kind: 'have', arn: undefined }, request);
  const role = { ...soFar.request.role, origin: { kind: 'have', arn } } as const;
  const words = [
    ...equivalentCommand({ ...soFar.request, role }),
    ...(externalId?.value ? ['--external-id-env', 'EXTERNAL_ID'] : []),
  ];
  const where = externalId?.value ? `, where ${idComesBack(form, request)}` : '';
  out.note(
    `Nothing is in Port yet. Once the role is there, come back${where}\n  ${pasteableLine(keptFlags(globals), words)}`,
  );
}
