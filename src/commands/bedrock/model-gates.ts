import type { BedrockControl } from '../../aws/account.ts';
import type { Context } from '../../cli/context.ts';
import { readGates, type ModelGates } from '../../operations/bedrock/model-gates.ts';
import { renderGates } from '../../ui/render/model-gates.ts';
import { acceptAgreements } from './agreements.ts';
import type { ModelAccessFlags } from './model-access-flags.ts';
import { submitForm } from './use-case.ts';

export interface SettledAccess {
  /** Models that can be called, as far as AWS' gates say. */
  readonly open: readonly string[];
  /** Models that are about to open; with --dry-run also those that would be. */
  readonly pending: readonly string[];
  readonly shut: readonly string[];
  /** Models whose gates AWS does not show to these credentials: they may be open or not. */
  readonly unread: readonly string[];
}

/**
 * Looks at the gates between the account and its models, and opens those that somebody says yes to.
 * Declining leaves everything as it is.
 */
export async function settleModelAccess(
  context: Context,
  control: BedrockControl,
  models: readonly { readonly model: string; readonly baseId: string }[],
  flags: ModelAccessFlags,
): Promise<SettledAccess> {
  const gates = await readGates(control, models);
  if (gates.every(({ shut, unread }) => shut.length === 0 && unread === undefined)) {
    return settled(gates, []);
  }
  await context.out.notice(gates, renderGates);
  const formed = hasShut(gates, 'form') ? await submitForm(context, control, flags) : false;
  const wanted = gates.filter(({ shut }) =>
    shut.some(({ gate, waitable }) => gate === 'agreement' && waitable !== true),
  );
  if (wanted.some(({ shut }) => !formed && shut.some(({ gate }) => gate === 'form'))) {
    context.out.note('Terms can be accepted once the form was submitted.');
  }
  const ready = wanted.filter(({ shut }) => formed || shut.every(({ gate }) => gate !== 'form'));
  const accepted = await acceptAgreements(context, control, ready, flags);
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
  if (!flags.dryRun && (formed || accepted.length > 0)) {
    context.out.note('AWS takes up to 15 minutes to open access; until then a test may fail.');
  }
  return settled(
    gates,
    opening.map(({ model }) => model),
  );
}

const hasShut = (gates: readonly ModelGates[], wanted: string) =>
  gates.some(({ shut }) => shut.some(({ gate }) => gate === wanted));

function settled(gates: readonly ModelGates[], pending: readonly string[]): SettledAccess {
  const names = (which: (gates: ModelGates) => boolean) =>
    gates.filter(which).map(({ model }) => model);
  return {
    open: names(({ shut, unread }) => shut.length === 0 && unread === undefined),
    pending,
    shut: names(({ model, shut }) => shut.length > 0 && !pending.includes(model)),
    unread: names(({ unread }) => unread !== undefined),
  };
}
