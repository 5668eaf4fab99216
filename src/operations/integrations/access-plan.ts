import {
  areSameRates,
  budgetInWords,
  isSameBudget,
  rateInWords,
} from '../../planes/portkey/limits.ts';
import type {
  GlobalWorkspaceAccess,
  GlobalWorkspaceAccessInput,
  RateLimit,
  RateLimitInput,
  UsageLimit,
  UsageLimitInput,
  WorkspaceAccess,
  WorkspaceAccessInput,
  WorkspacesUpdate,
} from '../../planes/portkey/nouns.ts';
import type { FoundWorkspace } from './found-workspaces.ts';
import type { SentLimits, StoredLimits } from './limit-words.ts';

/** One difference between what is stored and what is wanted, in words. */
export interface AccessChange {
  /** Null for what new workspaces get. */
  readonly workspace: string | null;
  readonly field: 'access' | 'budget' | 'rates' | 'use';
  readonly from: string;
  readonly to: string;
}

/** What one workspace is to have. */
export interface WantedAccess {
  readonly workspace: FoundWorkspace;
  readonly input: WorkspaceAccessInput;
}

/** A change of who may use an integration, before it is sent. */
export interface AccessPlan {
  /** Empty where everything is as it is wanted. */
  readonly changes: readonly AccessChange[];
  /** Of `changes`, those by which the global access replaces what workspaces have. */
  readonly replaced: readonly AccessChange[];
  readonly update: WorkspacesUpdate;
  readonly wanted: readonly WantedAccess[];
}

/** Anything that has limits: stored, or as it is sent, where an absent list says nothing. */
interface ComparableLimits {
  readonly enabled: boolean;
  readonly usage_limits?: readonly (UsageLimit | UsageLimitInput)[] | null;
  readonly rate_limits?: readonly (RateLimit | RateLimitInput)[] | null;
}

const nothing: StoredLimits & { readonly enabled: boolean } = {
  enabled: false,
  usage_limits: [],
  rate_limits: [],
};

const access = ({ enabled }: ComparableLimits) => (enabled ? 'allowed' : 'none');

const budget = ({ usage_limits: limits }: ComparableLimits) =>
  (limits ?? []).map(budgetInWords).join(' and ') || 'unlimited';

const rates = ({ rate_limits: limits }: ComparableLimits) =>
  (limits ?? []).map(rateInWords).join(' and ') || 'unlimited';

/** Tells how a wanted state differs from a stored one. Limits of somebody without access count as well. */
export function differencesOf(
  workspace: string | null,
  stored: ComparableLimits = nothing,
  wanted: ComparableLimits = nothing,
): AccessChange[] {
  const changes: AccessChange[] = [];
  if (stored.enabled !== wanted.enabled) {
    changes.push({ workspace, field: 'access', from: access(stored), to: access(wanted) });
  }
  const { usage_limits: budgets, rate_limits: wantedRates } = wanted;
  const one = stored.usage_limits ?? [];
  if (budgets !== undefined && (one.length > 1 || !isSameBudget(one[0], (budgets ?? [])[0]))) {
    changes.push({ workspace, field: 'budget', from: budget(stored), to: budget(wanted) });
  }
  if (wantedRates !== undefined && !areSameRates(stored.rate_limits ?? [], wantedRates ?? [])) {
    changes.push({ workspace, field: 'rates', from: rates(stored), to: rates(wanted) });
  }
  return changes;
}

/** What new workspaces are to get. */
export type WantedGlobal = GlobalWorkspaceAccessInput;

/** All that makes a plan. */
export interface PlanParts {
  readonly rows: readonly WorkspaceAccess[];
  readonly wanted: readonly WantedAccess[];
  /** What new workspaces get now, and are to get; undefined leaves it. */
  readonly global?:
    | { readonly stored: GlobalWorkspaceAccess | undefined; readonly wanted: WantedGlobal }
    | undefined;
  /** True pushes the global access onto every workspace that is not among `wanted`. */
  readonly override: boolean;
}

/** Makes the plan of a change. Rows that are as they should be are not sent: rows are merged by workspace. */
export function accessPlan({ rows, wanted, global, override }: PlanParts): AccessPlan {
  const own = wanted.flatMap((each) => changesOf(each));
  const forNew = global ? differencesOf(null, global.stored, global.wanted) : [];
  const named = new Set(wanted.map(({ workspace }) => workspace.row?.id));
  const pushed: WantedAccess[] =
    global && override
      ? rows
          .filter(({ id }) => !named.has(id))
          .map((row) => ({
            workspace: { id: row.id, names: [row.id], row },
            input: { ...global.wanted, id: row.id },
          }))
      : [];
  const replaced = pushed.flatMap((each) => changesOf(each));
  const changes = [...own, ...forNew, ...replaced];
  const changedRows = wanted.filter((each) => changesOf(each).length > 0);
  return {
    changes,
    replaced,
    wanted: [...wanted, ...pushed],
    update: {
      workspaces: changedRows.map(({ input }) => input),
      ...(global && (forNew.length > 0 || replaced.length > 0)
        ? { global_workspace_access: global.wanted }
        : {}),
      override_existing_workspace_access: replaced.length > 0,
    },
  };
}

function changesOf({ workspace: { id, row }, input }: WantedAccess): AccessChange[] {
  const changes = differencesOf(id, row, input);
  if (input.reset_usage !== true) return changes;
  const used = row?.usage_limits[0]?.current_usage;
  const from = typeof used === 'number' ? String(used) : 'not said';
  return [...changes, { workspace: id, field: 'use', from, to: 'counted anew' }];
}

/** A row with limits as a whole, as it is sent. */
export function rowOf(
  { id }: FoundWorkspace,
  {
    enabled,
    limits,
    resetUsage,
  }: {
    readonly enabled: boolean;
    readonly limits: SentLimits;
    readonly resetUsage: boolean;
  },
): WorkspaceAccessInput {
  return { id, enabled, ...limits, ...(resetUsage ? { reset_usage: true } : {}) };
}
