import type { DefaultsView } from '../../ui/render/defaults.ts';

interface Stored {
  readonly provider: string;
  readonly model: string;
  readonly createdAt?: string | null | undefined;
  readonly updatedAt?: string | null | undefined;
  readonly updatedBy?: string | null | undefined;
}

/** Port answers its system default in the same shape; only what an organization set carries a time. */
export function viewOf<T extends Stored>(defaults: T): T & DefaultsView {
  const chosen = Boolean(defaults.createdAt ?? defaults.updatedAt);
  return { ...defaults, _portai: { source: chosen ? 'organization' : 'system' } };
}
