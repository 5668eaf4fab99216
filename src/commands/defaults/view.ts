import { isChosen } from '../../operations/default-choice.ts';
import type { StoredDefault } from '../../planes/port/nouns.ts';
import type { DefaultsView } from '../../ui/render/defaults.ts';

/**
 * Says whether an organization chose the default, or Port did.
 * Where Port names none, the system default holds as well, whatever it is.
 */
export function viewOf(defaults: StoredDefault | undefined): DefaultsView {
  return {
    provider: null,
    model: null,
    ...defaults,
    _portai: { source: isChosen(defaults) ? 'organization' : 'system' },
  };
}
