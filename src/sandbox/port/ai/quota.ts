import type { PortContext, PortHandler } from '../context.ts';
import type { Route } from '../../router.ts';

/** Invocations of Port's own models that a month has. Source: Port's documentation of January 2026. */
const monthlyLimit = 500;

/** Use of the month as Port reports it. Providers of one's own do not count. */
export interface MonthlyQuotaUsage {
  readonly monthlyLimit: number;
  readonly remainingQuota: number;
  /** `2026-01`. */
  readonly month: string;
  /** Until the month ends. */
  readonly remainingTimeMs: number;
}

/** Use of the month; nothing is left under the fault `ai-quota`. */
export async function monthlyUsage(
  { store, now }: PortContext,
  spent: boolean,
): Promise<MonthlyQuotaUsage> {
  const at = now();
  const month = at.toISOString().slice(0, 7);
  const used = (await store.invocations.list()).filter(
    ({ provider, createdAt }) => provider === 'port' && createdAt.startsWith(month),
  ).length;
  return {
    monthlyLimit,
    remainingQuota: spent ? 0 : Math.max(0, monthlyLimit - used),
    month,
    remainingTimeMs: Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1) - at.getTime(),
  };
}

/** GET /v1/quota/ai-invocations. */
export function quotaRoutes(context: PortContext): Route<PortHandler>[] {
  return [
    {
      method: 'GET',
      path: '/v1/quota/ai-invocations',
      async handle() {
        const monthlyQuotaUsage = await monthlyUsage(context, context.invocationFault('ai-quota'));
        return { status: 200, body: { ok: true, monthlyQuotaUsage } };
      },
    },
  ];
}
