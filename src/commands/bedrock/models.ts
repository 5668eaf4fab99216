import { z } from 'zod';
import { once } from '../../core/once.ts';
import { action, noArguments } from '../../cli/action.ts';
import { awsAccount } from '../../cli/aws-account.ts';
import { keepCatalogue } from '../../cli/bedrock-catalogue.ts';
import { requireKnownRegion } from '../../operations/bedrock/known-names.ts';
import { askAccount, listModels } from '../../operations/bedrock/list-models.ts';
import { sourceOf } from '../../operations/bedrock/region-catalogue.ts';
import { awsRegion } from '../../planes/port/provider-types/field-schemas.ts';
import { renderBedrockModels } from '../../ui/render/bedrock-models.ts';
import { refusingOuterBlanks } from '../../core/text/outer-blanks.ts';
import type { Define } from '../define.ts';
import { newerAnswer } from './newer-answer.ts';
import { fail } from '../../core/fail.ts';

const flags = once(() =>
  z.object({
    region: awsRegion().optional(),
    refresh: z.boolean().default(false),
    awsProfile: z.union([z.literal(true), z.string().min(1)]).default(true),
    force: z.boolean().default(false),
  }),
);

export const define: Define = (command, invocation) => {
  command
    .option('--region <region>', 'only what can be called from this AWS region')
    .option('--refresh', 'ask the AWS account, and keep its answer')
    .option(
      '--aws-profile [name]',
      "ask with a profile of this machine's AWS files; without a name with AWS' default chain",
    )
    .option('--force', 'take a region that is not in the list');
  command.action(
    action(
      invocation,
      { args: noArguments, flags: () => refusingOuterBlanks(flags()) },
      async (context, _, given) => {
        const { region, force, refresh, awsProfile: profile } = given;
        const now = context.runtime.now();
        if (region !== undefined) requireKnownRegion(region, force);
        if (refresh && region === undefined) throw fail('Usage', '--refresh goes with --region');
        if (refresh && region !== undefined) {
          const aws = await awsAccount(context, { profile, region });
          await keepCatalogue(context, await askAccount(aws, region, context.runtime.now()));
        }
        const found = region === undefined ? undefined : await newerAnswer(context)(region);
        await context.out.result(listModels({ region, found, now }), renderBedrockModels);
        context.out.note(`${sourceOf(found)}.`);
        return undefined;
      },
    ),
  );
};
