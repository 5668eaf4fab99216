import type { AwsAccount } from '../../aws/account.ts';
import type { ModelAccess } from '../../aws/iam-documents/access.ts';
import type { SimulatedCall } from '../../aws/diagnosis/facts.ts';
import { invokeActions } from '../../aws/iam-documents/permissions.ts';

/** One thing that the role must be allowed to call. */
interface Needed {
  readonly actions: readonly string[];
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

/** So many simulations at once: AWS limits how often it may be asked. */
const atOnce = 4;

/**
 * Every call that a model takes, with the condition keys as AWS sets them: the profile, the model where
 * the profile may route to, and without a region for profiles of the whole world.
 */
export function neededFor(
  models: readonly ModelAccess[],
  region: string,
  account: string,
): readonly Needed[] {
  return models.flatMap(({ baseId, profiles }) =>
    profiles.flatMap(({ id, reach, destinations = [] }): Needed[] => {
      const profile = `arn:aws:bedrock:${region}:${account}:inference-profile/${id}`;
      const invoke = (resource: string, requested: string, via: boolean): Needed => ({
        actions: invokeActions,
        resource,
        context: {
          'aws:RequestedRegion': requested,
          ...(via ? { 'bedrock:InferenceProfileArn': profile } : {}),
        },
      });
      const model = (where: string) => `arn:aws:bedrock:${where}::foundation-model/${baseId}`;
      const regions = [...new Set([region, ...(reach === 'geography' ? destinations : [])])];
      return [
        invoke(profile, region, false),
        ...regions.map((each) => invoke(model(each), each, true)),
        ...(reach === 'global' ? [invoke(model(''), 'unspecified', true)] : []),
      ];
    }),
  );
}

/** Asks IAM about each of them. */
export async function simulateCalls(
  { roles }: AwsAccount,
  roleArn: string,
  needed: readonly Needed[],
): Promise<readonly SimulatedCall[]> {
  const results = new Map<Needed, readonly SimulatedCall[]>();
  const waiting = needed.values();
  const worker = async () => {
    for (const each of waiting) {
      const decisions = await roles.simulate({ roleArn, ...each });
      results.set(
        each,
        decisions.map(({ action, decision, missingContext, ...by }) => ({
          call: `${action} on ${shortArn(each.resource)}`,
          decision,
          byOrganization: by.allowedByOrganization,
          byBoundary: by.allowedByBoundary,
          missingContext,
        })),
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return needed.flatMap((each) => results.get(each) ?? []);
}

/** `eu-north-1 foundation-model/anthropic.claude-…`: what tells one ARN from the next. */
function shortArn(arn: string): string {
  const [, , , region = '', , ...rest] = arn.split(':');
  return `${region === '' ? 'any region' : region} ${rest.join(':')}`;
}
