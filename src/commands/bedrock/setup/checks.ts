import type { Context } from '../../../cli/context.ts';
import { runDiagnosis, type Diagnosed } from '../../../operations/bedrock/diagnose.ts';
import { renderFindings } from '../../../ui/render/diagnosis.ts';
import type { OpenedAccount } from './account.ts';

/**
 * Looks at every layer before Port is asked, so that a refusal of Port comes with its reason. What it
 * finds holds nothing up: Port's own test has the last word.
 */
export async function checkLayers(
  { out, runtime }: Context,
  account: OpenedAccount | undefined,
  subject: Diagnosed,
): Promise<void> {
  if (!account) return;
  const checks = await runDiagnosis(account.aws, subject, runtime.now());
  await out.notice(checks, renderFindings);
}
