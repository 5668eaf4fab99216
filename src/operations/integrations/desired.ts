import {
  areSameRates,
  budgetInput,
  budgetInWords,
  isSameBudget,
  rateInput,
  rateInWords,
} from '../../planes/portkey/limits.ts';
import type {
  GlobalWorkspaceAccess,
  GlobalWorkspaceAccessInput,
  IntegrationModels,
  IntegrationWorkspaces,
  ModelsUpdate,
  WorkspaceAccess,
  WorkspaceAccessInput,
  WorkspacesUpdate,
} from '../../planes/portkey/nouns.ts';
import type { SentAccess } from './access-look.ts';
import type { Grant, Limits } from './access-words.ts';
import type { NamesOf } from './found-workspaces.ts';

/** Which models are allowed: these and no others, or all, with new ones as they come. */
export type ModelChoice = { readonly only: readonly string[] } | 'all';

/** Who gets access: these workspaces, and those that are made later where that is asked for. */
export interface WorkspaceAccessChoice {
  readonly grants: readonly Grant[];
  /** Limits of workspaces that are made later; undefined leaves them as they are. */
  readonly newWorkspaces?: Limits | undefined;
}

/** The change of models that is right for servers that merge and for those that replace; undefined for none. */
export function modelsUpdateOf(
  choice: ModelChoice | undefined,
  stored: IntegrationModels,
): ModelsUpdate | undefined {
  if (choice === undefined) return undefined;
  if (choice === 'all') {
    return stored.allow_all_models === true && stored.models.every(({ enabled }) => enabled)
      ? undefined
      : {
          models: stored.models.map(({ slug }) => ({ slug, enabled: true })),
          allow_all_models: true,
        };
  }
  const others = stored.models.filter(({ slug }) => !choice.only.includes(slug));
  const update = {
    models: [
      ...choice.only.map((slug) => ({ slug, enabled: true })),
      ...others.map(({ slug }) => ({ slug, enabled: false })),
    ],
    allow_all_models: false,
  };
  return isShown(update, stored) ? undefined : update;
}

/** True if the models of a server are as a change wanted them. */
export function isShown(update: ModelsUpdate, stored: IntegrationModels): boolean {
  const states = new Map(stored.models.map(({ slug, enabled }) => [slug, enabled]));
  // A server that says nothing of the switch shows it in no way.
  const all = stored.allow_all_models ?? update.allow_all_models;
  return (
    all === update.allow_all_models &&
    update.models.every(({ slug, enabled }) => (states.get(slug) ?? false) === enabled)
  );
}

const wire = ({ budget, rate }: Limits) => ({
  usage_limits: budget === undefined ? null : [budget],
  rate_limits: rate === undefined ? null : [rate],
});

/** Returns true if a stored access has the limits. */
const hasLimits = (
  { budget, rate }: Limits,
  {
    usage_limits: budgets,
    rate_limits: rates,
  }: Pick<WorkspaceAccess, 'usage_limits' | 'rate_limits'>,
) => isSameBudget(budget, budgets[0]) && areSameRates(rate === undefined ? [] : [rate], rates);

/** The change of access: what is asked for, with the rows that stand; undefined where nothing changes. */
export function accessUpdateOf(
  { grants, newWorkspaces }: WorkspaceAccessChoice,
  stored: IntegrationWorkspaces,
  namesOf: NamesOf,
): WorkspacesUpdate | undefined {
  const named = grants.flatMap(({ workspace }) => namesOf(workspace));
  const global: GlobalWorkspaceAccessInput | undefined = newWorkspaces && {
    enabled: true,
    ...wire(newWorkspaces),
  };
  const update: WorkspacesUpdate = {
    workspaces: [
      ...grants.map(({ workspace, limits }) => ({ id: workspace, enabled: true, ...wire(limits) })),
      ...stored.workspaces.flatMap((row) => (named.includes(row.id) ? [] : standing(row))),
    ],
    ...(global === undefined ? {} : { global_workspace_access: global }),
    override_existing_workspace_access: false,
  };
  const asked = grants.length > 0 || newWorkspaces !== undefined;
  return !asked || isGranted({ grants, newWorkspaces }, stored, namesOf) ? undefined : update;
}

/** What a creation or its resumption asks of access, to be looked for afterwards. */
export function sentAccessOf(
  { grants, newWorkspaces }: WorkspaceAccessChoice,
  { workspaces }: IntegrationWorkspaces,
  namesOf: NamesOf,
): SentAccess {
  return {
    wanted: grants.map(({ workspace, limits }) => {
      const names = namesOf(workspace);
      const row = workspaces.find(({ id }) => names.includes(id));
      const input = { id: workspace, enabled: true, ...wire(limits) };
      return { workspace: { id: workspace, names, row }, input };
    }),
    global: newWorkspaces && { enabled: true, ...wire(newWorkspaces) },
  };
}

/** A row as it can be sent back; limits that are newer than portai are left to the server. */
function standing({
  id,
  enabled,
  usage_limits: budgets,
  rate_limits: rates,
}: WorkspaceAccess): WorkspaceAccessInput[] {
  const [budget] = budgets;
  const sentBudget = budget && budgetInput(budget);
  const sentRates = rates.flatMap((rate) => rateInput(rate) ?? []);
  return [
    {
      id,
      enabled,
      ...(sentBudget ? { usage_limits: [sentBudget] } : {}),
      ...(sentRates.length > 0 ? { rate_limits: sentRates } : {}),
    },
  ];
}

/** True if rows of access are as they were asked for. */
export function isGranted(
  { grants, newWorkspaces }: WorkspaceAccessChoice,
  { workspaces, global_workspace_access: global }: IntegrationWorkspaces,
  namesOf: NamesOf,
): boolean {
  const rows = grants.every(({ workspace, limits }) => {
    const row = workspaces.find(({ id }) => namesOf(workspace).includes(id));
    return row !== undefined && row.enabled && hasLimits(limits, row);
  });
  return rows && (newWorkspaces === undefined || isProvisioned(newWorkspaces, global));
}

const isProvisioned = (limits: Limits, global: GlobalWorkspaceAccess | null | undefined): boolean =>
  global?.enabled === true && hasLimits(limits, global);

/** Limits in words: `500 USD a month, 100 requests/min`; `no limits` where there are none. */
export function limitsInWords({ budget, rate }: Limits): string {
  const words = [
    ...(budget === undefined ? [] : [budgetInWords(budget)]),
    ...(rate === undefined ? [] : [rateInWords(rate)]),
  ];
  return words.length === 0 ? 'no limits' : words.join(', ');
}
