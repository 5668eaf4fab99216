import type { DefaultsView } from '../../ui/render/defaults.ts';

interface Stored {
  readonly provider: string;
  readonly model: string;
  readonly createdAt?: string | null | undefined;
  readonly updatedAt?: string | null | undefined;
  readonly updatedBy?: string | null | undefined;
}

/**
 * Port answers its system default in the same shape; only what an organization set carries a time.
 * Where Port names none, the system default holds as well, whatever it is.
 */
export function viewOf(defaults: Stored | undefined): DefaultsView {
  const chosen = Boolean(defaults?.createdAt ?? defaults?.updatedAt);
  return {
    provider: null,
    model: null,
    ...defaults,
    _portai: { source: chosen ? 'organization' : 'system' },
  };
}
