import type { BedrockControl } from '../../aws/account.ts';
import type { Context } from '../../cli/context.ts';
import { terminalLine } from '../../core/text/terminal.ts';
import type { ModelAccessFlags } from './model-access-flags.ts';

/**
 * Shows the terms of each model and accepts those that somebody accepts by name: by a flag for that
 * model, or by an answer to a question that links the terms. With --dry-run it gives the models whose
 * terms it would accept.
 */
export async function acceptAgreements(
  { ask, out }: Context,
  control: BedrockControl,
  models: readonly { readonly model: string; readonly baseId: string }[],
  { acceptAgreement, dryRun }: ModelAccessFlags,
): Promise<readonly string[]> {
  const accepted: string[] = [];
  for (const { model, baseId } of models) {
    const byFlag = acceptAgreement.includes(model);
    if (!byFlag && !ask.available) {
      out.note(`The terms of ${model} were not accepted: --accept-agreement ${model} does so.`);
      continue;
    }
    const [offer] = await control.offers(baseId);
    if (!offer) {
      out.note(`AWS has no offer for ${model}; open it in the console of Amazon Bedrock.`);
      continue;
    }
    out.note(
      `Terms of ${model}: ${offer.termsUrl === undefined ? 'AWS gives no link; read them in the console first' : terminalLine(offer.termsUrl)}`,
    );
    const yes =
      byFlag ||
      (await ask.confirm({
        message: `Accept the terms of ${model} for this account`,
        flag: '--accept-agreement <model>',
        suggestion: false,
      }));
    if (!yes) {
      out.note(`The terms of ${model} were not accepted; nothing was changed.`);
      continue;
    }
    accepted.push(model);
    if (dryRun) {
      out.note(`Would accept them: bedrock:CreateFoundationModelAgreement ${baseId}.`);
      continue;
    }
    await control.agree(baseId, offer.token);
    out.note(`✓ Terms of ${model} accepted.`);
  }
  return accepted;
}
