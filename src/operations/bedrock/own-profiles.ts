import type { BedrockControl } from '../../aws/account.ts';
import type { ModelAccess } from '../../aws/iam-documents/access.ts';
import { PortaiError } from '../../core/errors.ts';
import { isStop } from '../../core/interruption.ts';
import { withoutArn } from '../../vendors/bedrock/catalogue.ts';
import { isOwnProfile } from '../../vendors/bedrock/model-names.ts';
import type { Report } from '../ports.ts';

/** Asks an account for the models behind a profile; undefined where no account is looked into. */
export type ModelsBehind = Pick<BedrockControl, 'modelsBehind'> | undefined;

/**
 * Narrows what application inference profiles allow to the models behind them, as the account says.
 * Where it does not say, any model is allowed, through the profile alone, and that is said.
 */
export async function withModelsBehind(
  models: readonly ModelAccess[],
  control: ModelsBehind,
  report: Report,
): Promise<readonly ModelAccess[]> {
  return Promise.all(
    models.map(async (each) => {
      if (!isOwnProfile(each.model)) return each;
      const found = await modelsBehind(each.model, control);
      if (typeof found !== 'string') return { ...each, ...oneModel(found), behind: found };
      report.note(`Any model is allowed through ${each.model}, and only through it: ${found}.`);
      return each;
    }),
  );
}

/** The model behind a profile, whose gates are looked at; left open where there are several. */
function oneModel(arns: readonly string[]): { readonly baseId?: string } {
  const ids = [...new Set(arns.map(withoutArn))];
  return ids.length === 1 && ids[0] !== undefined ? { baseId: ids[0] } : {};
}

/** The ARNs, or why they are not known. */
async function modelsBehind(
  profile: string,
  control: ModelsBehind,
): Promise<readonly string[] | string> {
  if (!control) return 'AWS was not asked which models are behind it';
  try {
    return (await control.modelsBehind(profile)) ?? 'AWS has no such profile in this account';
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const { exit, message } = error.failure;
    if (isStop(exit) || exit === 'unauthenticated') throw error;
    return exit === 'forbidden'
      ? 'bedrock:GetInferenceProfile is not allowed, so what is behind it is not known'
      : message;
  }
}
