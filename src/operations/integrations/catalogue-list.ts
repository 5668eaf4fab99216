import { catalogue, isConfirmed, type SeenIn } from '../../planes/portkey/kinds/catalogue.ts';
import { kindOf } from '../../planes/portkey/kinds/index.ts';
import type { AuthMode, Kind, KindField } from '../../planes/portkey/kinds/define.ts';

/** A kind of provider that an integration may connect, with what it needs. */
export interface CatalogueRow {
  readonly ai_provider_id: string;
  readonly title: string;
  /** What a connection needs, in flags and words; of several ways of signing in the usual one. */
  readonly needs: readonly string[];
  /** False if only lists of models were seen to name the id. */
  readonly confirmed: boolean;
  readonly seen_in: readonly SeenIn[];
}

/** Lists the kinds of provider that portai knows. Portkey has no list of them that a key can read. */
export function listCatalogue(): readonly CatalogueRow[] {
  return catalogue.map((entry) => ({
    ai_provider_id: entry.id,
    title: entry.title,
    needs: needsOf(kindOf(entry.id)),
    confirmed: isConfirmed(entry),
    seen_in: entry.seenIn,
  }));
}

/** The flags that a kind needs in its usual way of signing in; `key` stands for its API key. */
export function needsOf(kind: Kind, mode: AuthMode | undefined = kind.modeOf({})): string[] {
  const isNeeded = ({ requiredWhen }: KindField) =>
    requiredWhen === 'always' || (mode !== undefined && requiredWhen?.includes(mode.id) === true);
  const flags = Object.values(kind.fields)
    .filter(isNeeded)
    .map(({ flag, secret }) => `${flag.split(' ')[0] ?? flag}${secret ? '-file' : ''}`);
  const values = kind.auth && mode ? { [kind.auth.field]: mode.id } : {};
  return [...(kind.needsKey(values) ? ['key'] : []), ...flags];
}
