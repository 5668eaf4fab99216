import { accessState } from '../../planes/portkey/access-state.ts';
import { PortaiError } from '../../core/errors.ts';
import { allOf } from '../../planes/portkey/paging.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import { nextReset, usedFraction } from '../../planes/portkey/limits.ts';
import type { Integration, RateLimit, UsageLimit } from '../../planes/portkey/nouns.ts';
import { unknownWorkspace } from './found-workspaces.ts';

/** What one workspace may do with one integration. */
export interface IntegrationAccess {
  readonly integration: string;
  readonly ai_provider_id: string;
  /** Slug of the workspace, or what the server has in its place. */
  readonly workspace: string;
  readonly workspace_name?: string | undefined;
  readonly enabled: boolean;
  /** `active`, `exhausted` or `archived`; exhausted also where the server says it of the budget alone. */
  readonly status?: string | null | undefined;
  readonly usage_limit: UsageLimit | null;
  readonly rate_limits: readonly RateLimit[];
  /** What the server reports as used, as a part of the budget: 1 is all. Null where it reports none. */
  readonly used: number | null;
  /** True if the reported use has reached the threshold of the alert. */
  readonly past_alert: boolean;
  /** When the budget is reset next, ISO 8601; null for one that never is. */
  readonly next_reset: string | null;
}

/** The matrix, as far as it could be read. */
export interface AccessMatrix {
  readonly rows: readonly IntegrationAccess[];
  /** Integrations whose access was refused, while that of others was read. */
  readonly unread: readonly UnreadIntegration[];
}

/** An integration whose access is not known, and why. */
export interface UnreadIntegration {
  readonly integration: string;
  readonly error: PortaiError;
}

/** Which part of the matrix is read. */
export interface AccessQuery {
  readonly integration?: string | undefined;
  /** Slug or UUID. */
  readonly workspace?: string | undefined;
  readonly now: Date;
}

/** Integrations whose access is asked for at once. */
const atOnce = 4;

/**
 * Reads the matrix of workspaces and integrations: one row for each access that is there, the one that
 * is nearest to its budget first. Portkey has no call for it: the access of each integration is read.
 */
export async function readAccess(client: PortkeyClient, query: AccessQuery): Promise<AccessMatrix> {
  const [workspaces, integrations] = await Promise.all([
    allOf(client.workspaces.list()),
    query.integration === undefined
      ? allOf(client.integrations.list({ type: 'all' }))
      : client.integrations.get(query.integration).then((one) => [one]),
  ]);
  const byName = new Map(
    workspaces.flatMap((workspace) => [
      [workspace.id, workspace] as const,
      [workspace.slug, workspace] as const,
    ]),
  );
  const wanted = query.workspace === undefined ? undefined : byName.get(query.workspace);
  const rows: IntegrationAccess[] = [];
  const unread: UnreadIntegration[] = [];
  for (let from = 0; from < integrations.length; from += atOnce) {
    const some = integrations.slice(from, from + atOnce);
    const read = some.map(async (integration) => {
      const accesses = await accessesOf(client, integration.slug);
      if (accesses instanceof PortaiError) {
        unread.push({ integration: integration.slug, error: accesses });
        return [];
      }
      return accesses.map((access): IntegrationAccess => {
        const workspace = byName.get(access.id);
        return {
          ...rowOf(integration, access, query.now),
          workspace: workspace?.slug ?? access.id,
          workspace_name: workspace?.name,
        };
      });
    });
    rows.push(...(await Promise.all(read)).flat());
  }
  const [first] = unread;
  if (first && unread.length === integrations.length) throw first.error;
  const asked = wanted?.slug ?? query.workspace;
  if (query.workspace !== undefined && !wanted && !rows.some((row) => row.workspace === asked)) {
    const known = workspaces.map(({ slug }) => slug);
    throw unknownWorkspace(query.workspace, known).error;
  }
  return {
    rows: rows
      .filter(({ workspace }) => asked === undefined || workspace === asked)
      .sort(nearestFirst),
    unread: unread.sort((one, other) => (one.integration < other.integration ? -1 : 1)),
  };
}

/** The access to one integration, or the refusal to tell it. What is wrong for every other one rejects. */
async function accessesOf(client: PortkeyClient, slug: string) {
  try {
    return (await client.workspaceAccess.list(slug)).workspaces;
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const ofThisOne = ['forbidden', 'notFound', 'refused'].includes(error.failure.exit);
    if (!ofThisOne && error.name !== 'AB04') throw error;
    return error;
  }
}

type AccessOnTheWire = Awaited<
  ReturnType<PortkeyClient['workspaceAccess']['list']>
>['workspaces'][number];

function rowOf(
  { slug, ai_provider_id }: Integration,
  { id, enabled, status, usage_limits: budgets, rate_limits, last_reset_at }: AccessOnTheWire,
  now: Date,
): IntegrationAccess {
  const [budget] = budgets;
  const state = accessState({ enabled, status, usage_limits: budgets });
  const alert = budget?.alert_threshold;
  const used = budget?.current_usage;
  const lastReset = last_reset_at === undefined ? {} : { lastReset: last_reset_at };
  return {
    ...{ integration: slug, ai_provider_id, workspace: id, enabled, rate_limits },
    status: state === 'exhausted' ? state : status,
    usage_limit: budget ?? null,
    used: (budget && usedFraction(budget)) ?? null,
    past_alert: typeof alert === 'number' && typeof used === 'number' && used >= alert,
    next_reset: (budget && nextReset(budget, now, lastReset)?.toISOString()) ?? null,
  };
}

/** What is known to be used most comes first; what has no budget, or no report, last. */
function nearestFirst(one: IntegrationAccess, other: IntegrationAccess): number {
  const [a, b] = [one.used ?? -1, other.used ?? -1];
  if (a !== b) return b - a;
  const key = ({ integration, workspace }: IntegrationAccess) => `${integration}\u0000${workspace}`;
  return key(one) < key(other) ? -1 : 1;
}
