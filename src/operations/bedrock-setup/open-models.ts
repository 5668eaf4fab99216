import type { BedrockControl } from '../../aws/account.ts';
import type { ModelAccess } from '../../aws/iam-documents/access.ts';
import type { NextStep } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import type { UndoLog } from '../undo-log.ts';
import type { OpenedAccount } from './account.ts';
import type { SetupDependencies } from './dependencies.ts';
import { equivalentCommand } from './equivalent-command.ts';
import { settleModelAccess, type OpenedBy } from './model-access.ts';
import type { SetupRequest } from './request.ts';
import { continued, type SetupSoFar } from './so-far.ts';

interface Chosen {
  readonly chosen: readonly ModelAccess[];
  /** Models that the region has as well. */
  readonly others: readonly string[];
}

/** Those that the account may call, once its gates were looked at. */
export async function openModels(
  { report, show, decide, undoLog, soFar }: SetupDependencies,
  { modelAccess: settles, dryRun }: SetupRequest,
  account: OpenedAccount,
  { chosen, others }: Chosen,
): Promise<readonly ModelAccess[]> {
  const { shut, openedBy } = await settleModelAccess(
    { report, show, decide: decide?.modelAccess, control: logged(account.control, undoLog) },
    chosen,
    { ...settles, dryRun },
  );
  const usable = chosen.filter(({ model }) => !shut.includes(model));
  if (usable.length === 0) {
    throw fail('ModelAccessMissing', `The AWS account has no access to ${shut.join(', ')} yet`, {
      hint: 'Nothing was created. Open the access first; what stands in the way is listed above.',
      next: waysOn(soFar, openedBy, others),
    });
  }
  if (shut.length > 0) {
    const flags = wordsToOpen(openedBy).join(' ');
    const how = flags === '' ? 'once they are open, by the same command' : `later with ${flags}`;
    report.note(`Going on without ${shut.join(', ')}: add them ${how}.`);
  }
  return usable;
}

const wordsToOpen = ({ form, terms }: OpenedBy): readonly string[] => [
  ...(form ? ['--submit-use-case'] : []),
  ...terms.flatMap((model) => ['--accept-agreement', model]),
];

/** The same with what opens the models, where a decision does; and with the models beside them. */
function waysOn(
  soFar: SetupSoFar,
  { form, terms }: OpenedBy,
  others: readonly string[],
): readonly NextStep[] {
  const request = continued(soFar);
  const { modelAccess } = request;
  const acceptTerms = [...new Set([...modelAccess.acceptTerms, ...terms])];
  const opening = { ...modelAccess, submitForm: modelAccess.submitForm || form, acceptTerms };
  const what = [
    ...(form ? ['submits the form'] : []),
    ...(terms.length > 0 ? ['accepts the terms'] : []),
  ];
  const opens = {
    command: equivalentCommand({ ...request, modelAccess: opening }),
    why: `the same; it ${what.join(' and ')}`,
  };
  const without = {
    command: equivalentCommand({ ...request, models: others }),
    why: 'the same with the other models of the region',
  };
  return [...(what.length > 0 ? [opens] : []), ...(others.length > 0 ? [without] : [])];
}

/** What opens access is said for the whole account, and cannot be taken back from here. */
const logged = (control: BedrockControl, undoLog: UndoLog): BedrockControl => ({
  ...control,
  submitUseCase: (form) =>
    undoLog.make({ what: 'use-case form of the account' }, () => control.submitUseCase(form)),
  agree: (baseId, token) =>
    undoLog.make({ what: `terms accepted for ${baseId}` }, () => control.agree(baseId, token)),
});
