import type { AiQuota } from '../planes/port/nouns.ts';

/** The use of a month with what follows from it; null where Port does not tell what it follows from. */
export interface QuotaView extends AiQuota {
  readonly _portai: {
    readonly used: number | null;
    /** 1 is the whole month. */
    readonly share: number | null;
    readonly resetsAt: string | null;
  };
}

/** Works out how much is used and when it begins anew. */
export function quotaView(quota: AiQuota, now: Date): QuotaView {
  const { monthlyLimit: limit, remainingQuota: left, remainingTimeMs: untilMs } = quota;
  const used = typeof limit === 'number' && typeof left === 'number' ? limit - left : null;
  const resets = typeof untilMs === 'number' ? new Date(now.getTime() + untilMs) : undefined;
  return {
    ...quota,
    _portai: {
      used: used === null ? null : Math.max(0, used),
      share: used === null || !limit ? null : Math.max(0, used) / limit,
      // A time beyond what a date can hold is no time.
      resetsAt: resets && !Number.isNaN(resets.getTime()) ? resets.toISOString() : null,
    },
  };
}
