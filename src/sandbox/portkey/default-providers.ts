import { randomBytes, randomUUID } from 'node:crypto';
import type { PortkeyState, StoredIntegration, StoredWorkspace } from '../store/portkey-state.ts';
import { unlimited } from '../store/portkey-state.ts';
import { Refused } from './refused.ts';

/** The note of a provider that nobody asked for. Source: answers of the control plane. */
export const automaticNote = 'Created automatically on integration access grant';

/** True if a workspace has a provider of this slug: within a workspace slugs are unique. */
export const isProviderSlugTaken = (
  state: PortkeyState,
  { id }: Pick<StoredWorkspace, 'id'>,
  slug: string,
): boolean => state.providers.some((each) => each.workspace === id && each.slug === slug);

/**
 * Gives a workspace a provider of an integration, with the integration's name. Its slug is the one that
 * is asked for, else that of the integration, with something random at its end where that is taken.
 * Nothing happens when the workspace has a provider of the integration. Throws AB01 when the slug that
 * is asked for is taken.
 */
export function createDefaultProvider(
  state: PortkeyState,
  integration: StoredIntegration,
  workspace: StoredWorkspace,
  now: Date,
  wanted?: string,
): void {
  const isThere = state.providers.some(
    (each) => each.integration === integration.id && each.workspace === workspace.id,
  );
  if (isThere) return;
  const taken = (slug: string) => isProviderSlugTaken(state, workspace, slug);
  if (wanted !== undefined && taken(wanted)) {
    throw new Refused('AB01', 'default_provider_slug: is taken in this workspace');
  }
  const usual = integration.slug;
  const free = taken(usual) ? `${usual}-${randomBytes(3).toString('hex')}` : usual;
  state.providers.push({
    id: randomUUID(),
    slug: wanted ?? free,
    name: integration.name,
    note: automaticNote,
    integration: integration.id,
    workspace: workspace.id,
    ...unlimited(),
    expires_at: null,
    created_at: now.toISOString(),
    last_updated_at: null,
  });
}
