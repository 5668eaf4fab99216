import { z } from 'zod';
import { action, noArguments } from '../../cli/action.ts';
import { awsAccount } from '../../cli/aws-account.ts';
import type { Context } from '../../cli/context.ts';
import { callableFrom, endedSince, surenessOf } from '../../vendors/bedrock/catalogue.ts';
import { catalogueRows, type CatalogueModel } from '../../vendors/bedrock/catalogue-rows.ts';
import { usageError } from '../../core/errors.ts';
import { awsRegion } from '../../planes/port/provider-types/field-schemas.ts';
import { reachOf } from '../../vendors/bedrock/inference-profiles.ts';
import { keepAccountCatalogue, type AccountCatalogue } from '../../settings/account-catalogue.ts';
import { renderBedrockModels, type BedrockModelRow } from '../../ui/render/bedrock-models.ts';
import type { Define } from '../define.ts';
import { fresherCatalogue, placeOf, sourceOf } from './fresher.ts';
import { requireKnownRegion } from './known-names.ts';

const flags = z.object({
  region: awsRegion.optional(),
  refresh: z.boolean().default(false),
  awsProfile: z.union([z.literal(true), z.string().min(1)]).default(true),
  force: z.boolean().default(false),
});

export const define: Define = (command, world) => {
  command
    .option('--region <region>', 'only what can be called from this AWS region')
    .option('--refresh', 'ask the AWS account, and keep its answer')
    .option(
      '--aws-profile [name]',
      "ask with a profile of this machine's AWS files; without a name with AWS' default chain",
    )
    .option('--force', 'take a region that is not in the list');
  command.action(
    action(world, { args: noArguments, flags }, async (context, _, given) => {
      const { region, force, refresh } = given;
      if (region !== undefined) requireKnownRegion(region, force);
      if (refresh && region === undefined) throw usageError('--refresh goes with --region');
      if (refresh && region !== undefined) await refreshed(context, region, given.awsProfile);
      const found = region === undefined ? undefined : await fresherCatalogue(context, region);
      const now = context.runtime.now();
      const rows = catalogueRows.flatMap((model) => rowsOf(model, region, found, now));
      await context.out.result(rows, renderBedrockModels);
      context.out.note(`${sourceOf(found)}.`);
      return undefined;
    }),
  );
};

/** Asks the account what it has in the region, and keeps the answer with its time. */
async function refreshed(
  context: Context,
  region: string,
  profile: z.infer<typeof flags>['awsProfile'],
): Promise<void> {
  const { runtime } = context;
  const aws = await awsAccount(context, { profile, region });
  const control = aws.bedrock(region);
  const [{ account }, profiles, models] = await Promise.all([
    aws.caller(),
    control.profiles(),
    control.models(),
  ]);
  const { dir, of } = await placeOf(context);
  await keepAccountCatalogue(dir, of, {
    region,
    account,
    askedAt: runtime.now().toISOString(),
    profiles: profiles.map(({ id, destinations }) => ({ id, destinations: [...destinations] })),
    models: models.map(({ baseId, lifecycle }) => ({
      baseId,
      ...(lifecycle === undefined ? {} : { lifecycle }),
    })),
  });
}

function rowsOf(
  model: CatalogueModel,
  region: string | undefined,
  found: AccountCatalogue | undefined,
  now: Date,
): readonly BedrockModelRow[] {
  const { name, baseId, profiles } = model;
  const common = { model: name, lifecycle: lifecycleOf(model, found, now) };
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

function lifecycleOf(
  model: CatalogueModel,
  found: AccountCatalogue | undefined,
  now: Date,
): string {
  const ended = endedSince(model, now);
  if (ended !== undefined) return `ended ${ended}`;
  const word = found?.models.find(({ baseId }) => baseId === model.baseId)?.lifecycle;
  const { legacy, end } = model.lifecycle ?? {};
  const isLegacy = legacy !== undefined && Date.parse(legacy) <= now.getTime();
  const state = (word ?? (isLegacy ? 'LEGACY' : 'ACTIVE')).toLowerCase();
  return end === undefined ? state : `${state}, ends ${end}`;
}
