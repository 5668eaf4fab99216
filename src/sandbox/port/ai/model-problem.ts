import { findProviderType } from '../../../planes/port/provider-types/index.ts';
import type { PortContext } from '../context.ts';
import { findProvider } from '../providers.ts';
import { fitConfig } from '../schema.ts';
import { validateConnection } from '../validate-connection.ts';

/**
 * Why a model does not answer, found by asking it with the stored secrets, as an invocation would;
 * undefined where it answers, and for Port's own models.
 */
export async function modelProblem(
  context: PortContext,
  { provider, model }: { readonly provider: string; readonly model: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const type = findProviderType(provider);
  const config = type && (await findProvider(context, type))?.config;
  if (!type || !config) return undefined;
  const fit = fitConfig(type, config, context.catalog);
  if ('problems' in fit) return fit.problems.join(', ');
  const subject = { type, variant: fit.variant, config, models: [model] };
  const { testedModels } = await context.inTurn(() => validateConnection(context, subject, signal));
  const tested = Object.values(testedModels).find(({ isValid }) => !isValid);
  return tested?.message;
}
