import type { StoredDefault } from '../../planes/port/nouns.ts';
import type { DefaultsView } from '../../ui/render/defaults.ts';

/**
 * Port answers its system default in the same shape; only what an organization set carries a time.
 * Where Port names none, the system default holds as well, whatever it is.
 */
export function viewOf(defaults: StoredDefault | undefined): DefaultsView {
  const chosen = Boolean(defaults?.createdAt ?? defaults?.updatedAt);
  return {
    provider: null,
    model: null,
    ...defaults,
    _portai: { source: chosen ? 'organization' : 'system' },
  };
}
