import {
  catalogueRows,
  type CatalogueModel,
  type Geography,
  type ProfileRow,
} from './catalogue-rows.ts';
import { regionNames } from './regions.ts';

/** Questions to the table of facts about Bedrock. Nothing here looks at a clock or an account. */

/** Whether a profile can be called from a region. `disputed`: the sources disagree. */
export type Callable = 'yes' | 'disputed' | 'unknown' | 'no';

export type Sureness = 'one source' | 'two sources' | 'contradicted';

export function surenessOf({ contradicted, disputed, by }: ProfileRow): Sureness {
  if (contradicted || disputed.length > 0) return 'contradicted';
  return by.length > 1 ? 'two sources' : 'one source';
}

/** The model of a vendor's name, exactly; undefined for every other word. */
export function catalogueModel(name: string): CatalogueModel | undefined {
  return catalogueRows.find((model) => model.name === name);
}

/** The prefix of a geography, or `global.`, with which a profile's id begins; `us-gov.` is one as well. */
export const profilePrefix = /^(?:us-gov|us|eu|apac|jp|au|in|ca|global)\.(?=[a-z])/;

/** What an ARN of Bedrock names: `eu.anthropic.…` of an inference profile; another id as it is. */
export const withoutArn = (id: string) => (id.startsWith('arn:') ? id.replace(/^.*\//, '') : id);

/**
 * The model that is meant by an id in any spelling: the vendor's name with or without its date, a Bedrock id
 * with or without a profile, an ARN that holds one.
 */
export function modelMeant(id: string): CatalogueModel | undefined {
  const base = withoutArn(id).toLowerCase().replace(profilePrefix, '');
  const plain = plainName(base);
  return catalogueRows.find(
    ({ name, baseId }) =>
      base === baseId || plain === name || plain === name.replace(/-\d{8}$/, ''),
  );
}

const plainName = (id: string) =>
  id
    .replace(/^anthropic\./, '')
    .replace(/-v\d+(?::\d+)?$/, '')
    .replace('@', '-');

const inOrder: readonly Geography[] = ['jp', 'au', 'in', 'us', 'eu', 'apac'];

/**
 * The geographies to which a region belongs, the narrowest first: those of which a profile was called
 * from there or routes there. A region that is not in the table goes by its continent.
 */
export function geographiesOf(region: string): readonly Geography[] {
  if (!regionNames.includes(region)) {
    const continent = region.slice(0, 2);
    return inOrder.filter((geography) => geography === continent);
  }
  return inOrder.filter((geography) =>
    catalogueRows
      .flatMap(({ profiles }) => profiles)
      .some(
        ({ prefix, from, to = [] }) => prefix === geography && [...from, ...to].includes(region),
      ),
  );
}

/** Whether a profile can be called from a region, as far as anybody says. */
export function callableFrom(row: ProfileRow, region: string): Callable {
  if (row.from.includes(region)) return 'yes';
  if (row.disputed.includes(region)) return 'disputed';
  const isKnown = regionNames.includes(region);
  const isOfGeography = row.prefix === 'global' || geographiesOf(region).includes(row.prefix);
  return isOfGeography && (!row.complete || !isKnown) ? 'unknown' : 'no';
}

export interface FoundRow {
  readonly id: string;
  readonly row: ProfileRow;
  readonly callable: Exclude<Callable, 'no'>;
}

/** The profiles of a model that may be called from a region: its geographies, then the whole world. */
export function profilesFrom(model: CatalogueModel, region: string): readonly FoundRow[] {
  return [...inOrder, 'global'].flatMap((prefix) =>
    model.profiles.flatMap((row): FoundRow[] => {
      const callable = callableFrom(row, region);
      if (row.prefix !== prefix || row.contradicted || callable === 'no') return [];
      return [{ id: `${prefix}.${model.baseId}`, row, callable }];
    }),
  );
}

/** Since when a model is not served on Bedrock any more; undefined while it is. Dates are UTC. */
export function endedSince({ lifecycle }: CatalogueModel, now: Date): string | undefined {
  const end = lifecycle?.end;
  return end !== undefined && Date.parse(end) <= now.getTime() ? end : undefined;
}
