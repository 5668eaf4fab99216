import { terminalLine } from '../../core/text/terminal.ts';
import { readGates, type ModelGates } from '../bedrock/model-gates.ts';
import type { ModelAccessDependencies, ModelAccessRequest } from './model-access-request.ts';
import { submitForm } from './use-case-form.ts';

export interface SettledAccess {
  /** Models that can be called, as far as AWS' gates say. */
  readonly open: readonly string[];
  /** Models that are about to open; with a dry run also those that would be. */
  readonly pending: readonly string[];
  readonly shut: readonly string[];
  /** Models whose gates AWS does not show to these credentials: they may be open or not. */
  readonly unread: readonly string[];
  readonly openedBy: OpenedBy;
}

/** What opens those that are shut, as far as a decision does. */
export interface OpenedBy {
  /** The use-case form, which was not submitted yet. */
  readonly form: boolean;
  /** Models whose terms are not accepted. */
  readonly terms: readonly string[];
}

interface NamedModel {
  readonly model: string;
  readonly baseId: string;
}

/**
 * Looks at the gates between the account and its models, and opens those that are decided to be.
 * Declining leaves everything as it is.
 */
export async function settleModelAccess(
  dependencies: ModelAccessDependencies,
  models: readonly NamedModel[],
  request: ModelAccessRequest,
): Promise<SettledAccess> {
  const { control, report, show } = dependencies;
  const gates = await readGates(control, models);
  if (gates.every(({ shut, unread }) => shut.length === 0 && unread === undefined)) {
    return settled(gates, [], nothing);
  }
  await show.gates(gates);
  const isFormShut = gates.some(({ shut }) => shut.some(({ gate }) => gate === 'form'));
  const form = isFormShut ? await submitForm(dependencies, request) : 'there';
  const formed = form === 'submitted';
  const wanted = gates.filter(({ shut }) =>
    shut.some(({ gate, waitable }) => gate === 'agreement' && waitable !== true),
  );
  if (wanted.some(({ shut }) => !formed && shut.some(({ gate }) => gate === 'form'))) {
    report.note('Terms can be accepted once the form was submitted.');
  }
  const ready = wanted.filter(({ shut }) => formed || shut.every(({ gate }) => gate !== 'form'));
  const accepted: string[] = [];
  const declined =
    form === 'declined' ? namesOf(wanted.filter((each) => !ready.includes(each))) : [];
  for (const each of ready) {
    const terms = await acceptTerms(dependencies, each, request);
    if (terms === 'accepted') accepted.push(each.model);
    if (terms === 'declined') declined.push(each.model);
  }
  const opening = gates.filter(
    ({ model, shut }) =>
      shut.length > 0 &&
      shut.every(
        ({ gate, waitable }) =>
          waitable === true ||
          (gate === 'form' && formed) ||
          (gate === 'agreement' && accepted.includes(model)),
      ),
  );
  if (!request.dryRun && (formed || accepted.length > 0)) {
    report.note(
      'AWS takes up to 15 minutes to open access. Where a test fails before that, the same command goes on later.',
    );
  }
  const pending = namesOf(opening);
  return settled(gates, pending, { form: form === 'declined', terms: declined });
}

const namesOf = (models: readonly NamedModel[]) => models.map(({ model }) => model);

const nothing: OpenedBy = { form: false, terms: [] };

function settled(
  gates: readonly ModelGates[],
  pending: readonly string[],
  openedBy: OpenedBy,
): SettledAccess {
  const names = (which: (gates: ModelGates) => boolean) => namesOf(gates.filter(which));
  return {
    open: names(({ shut, unread }) => shut.length === 0 && unread === undefined),
    pending,
    openedBy,
    shut: names(({ model, shut }) => shut.length > 0 && !pending.includes(model)),
    unread: names(({ unread }) => unread !== undefined),
  };
}

/**
 * Shows the terms of a model and accepts them where that is decided for this very model; a dry run says
 * what it would come to.
 */
async function acceptTerms(
  { control, report, decide }: ModelAccessDependencies,
  { model, baseId }: NamedModel,
  request: ModelAccessRequest,
): Promise<'accepted' | 'declined' | 'not offered'> {
  const isDecided = request.acceptTerms.includes(model);
  if (!isDecided && !decide) {
    report.note(`The terms of ${model} were not accepted: --accept-agreement ${model} does so.`);
    return 'declined';
  }
  const [offer] = await control.offers(baseId);
  if (!offer) {
    report.note(`AWS has no offer for ${model}; open it in the console of Amazon Bedrock.`);
    return 'not offered';
  }
  report.note(
    `Terms of ${model}: ${offer.termsUrl === undefined ? 'AWS gives no link; read them in the console first' : terminalLine(offer.termsUrl)}`,
  );
  if (!isDecided && !(await decide?.acceptTerms(model))) {
    report.note(`The terms of ${model} were not accepted; nothing was changed.`);
    return 'declined';
  }
  if (request.dryRun) {
    report.note(`Would accept them: bedrock:CreateFoundationModelAgreement ${baseId}.`);
    return 'accepted';
  }
  await control.agree(baseId, offer.token);
  report.note(`✓ Terms of ${model} accepted.`);
  return 'accepted';
}
