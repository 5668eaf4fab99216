import type { AwsAccount } from '../../aws/account.ts';
import { catalogueRows, type CatalogueModel } from '../../vendors/bedrock/catalogue-rows.ts';
import { callableFrom, endedSince, surenessOf } from '../../vendors/bedrock/catalogue.ts';
import { reachOf } from '../../vendors/bedrock/inference-profiles.ts';
import type { AccountAnswer } from './region-catalogue.ts';

/** A model of Bedrock, by one profile or by none. */
export interface BedrockModelRow {
  readonly model: string;
  readonly profile: string | undefined;
  /** How far data may travel. */
  readonly reach: string;
  /** Whether the profile can be called from the region, and how sure that is. */
  readonly callable: string;
  readonly lifecycle: string;
}

export interface ModelsQuery {
  /** Undefined for all regions. */
  readonly region: string | undefined;
  /** What the account says of the region, in the place of portai's list. */
  readonly found: AccountAnswer | undefined;
  readonly now: Date;
}

/** Every model that is known, with the profiles that give it. */
export const listModels = (query: ModelsQuery): readonly BedrockModelRow[] =>
  catalogueRows.flatMap((model) => rowsOf(model, query));

/** Asks the account what it has in the region. */
export async function askAccount(aws: AwsAccount, region: string, now: Date) {
  const control = aws.bedrock(region);
  const [{ account }, profiles, models] = await Promise.all([
    aws.caller(),
    control.profiles(),
    control.models(),
  ]);
  return {
    region,
    account,
    askedAt: now.toISOString(),
    profiles: profiles.map(({ id, destinations }) => ({ id, destinations: [...destinations] })),
    models: models.map(({ baseId, lifecycle }) => ({
      baseId,
      ...(lifecycle === undefined ? {} : { lifecycle }),
    })),
  };
}

function rowsOf(model: CatalogueModel, query: ModelsQuery): readonly BedrockModelRow[] {
  const { region, found } = query;
  const { name, baseId, profiles } = model;
  const common = { model: name, lifecycle: lifecycleOf(model, query) };
  const rows = found
    ? found.profiles
        .filter(({ id }) => id.endsWith(`.${baseId}`))
        .map(({ id }) => ({ id, callable: 'yes, by the account' }))
    : profiles.flatMap((row) => {
        const callable = region === undefined ? surenessOf(row) : callableFrom(row, region);
        if (callable === 'no' || (region !== undefined && row.contradicted)) return [];
        const sure = callable === 'yes' ? `yes, ${surenessOf(row)}` : callable;
        return [{ id: `${row.prefix}.${baseId}`, callable: sure }];
      });
  if (rows.length === 0) {
    return [{ ...common, profile: undefined, reach: '', callable: 'no profile' }];
  }
  return rows.map(({ id, callable }) => ({ ...common, profile: id, reach: reachOf(id), callable }));
}

/** What is known of the life of a model: the word of the account goes before the table of announcements. */
function lifecycleOf(model: CatalogueModel, { found, now }: ModelsQuery): string {
  const ended = endedSince(model, now);
  const { legacy, end } = model.lifecycle ?? {};
  const announced = end === undefined ? 'no end known' : `ends ${end}`;
  const listed = found?.models.find(({ baseId }) => baseId === model.baseId);
  if (listed?.lifecycle !== undefined) {
    const word = listed.lifecycle.toLowerCase();
    if (ended !== undefined) return `${word} by the account, ended ${ended} by the list`;
    return end === undefined ? word : `${word}, ${announced}`;
  }
  if (ended !== undefined) return `ended ${ended}`;
  if (found && !listed) return 'not listed by the account';
  const isLegacy = legacy !== undefined && Date.parse(legacy) <= now.getTime();
  return isLegacy ? `legacy, ${announced}` : announced;
}
