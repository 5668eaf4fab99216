import type { BedrockAccess, PolicyForm } from '../../aws/iam-documents/access.ts';
import { modelAccess } from '../../aws/iam-documents/model-access.ts';
import { permissionPolicy, type Permissions } from '../../aws/iam-documents/permissions.ts';
import { doubts, shortfalls } from '../../aws/narrowing.ts';
import { bedrock } from '../../planes/port/provider-types/bedrock.ts';
import type { Report } from '../ports.ts';
import { guardrailProfileGiven, noteUnknownProfile } from './guardrail-profile.ts';
import { requireKnownModels, requireKnownRegion } from './known-names.ts';
import { withModelsBehind, type ModelsBehind } from './own-profiles.ts';
import { isOwnProfile } from '../../vendors/bedrock/model-names.ts';
import { notePolicy } from './policy-notes.ts';
import { sourceOf, type NewerAnswer } from './region-catalogue.ts';
import { fail } from '../../core/fail.ts';

/** Which calls a policy is to allow, and with which care for regions. */
export interface PolicyRequest {
  readonly region: string;
  /** Port's names; empty for all that Port offers. */
  readonly models: readonly string[];
  /** Allows every model there is, in the place of named ones. */
  readonly allModels: boolean;
  /** Allows profiles that route to any region of the world. */
  readonly global: boolean;
  /** 12 digits; undefined stands for any account. */
  readonly account: string | undefined;
  /** ARN of a guardrail. */
  readonly guardrail: string | undefined;
  /** Its profile by id, or the only one that the region has. */
  readonly guardrailProfile: string | true | undefined;
  /** Undefined takes the strict form where it can be had. */
  readonly form: PolicyForm | undefined;
  /** Takes names that are not known. */
  readonly force: boolean;
}

export interface PolicyDependencies {
  readonly report: Report;
  readonly newerAnswer: NewerAnswer;
  /** Opens the account that is asked for the models behind a profile; undefined where none is. */
  readonly account?: ((region: string) => Promise<ModelsBehind>) | undefined;
  readonly now: () => Date;
}

/** What a policy allows, and the document that allows it. */
export interface Policy extends Permissions {
  readonly access: BedrockAccess;
}

/**
 * The permissions in the form that is asked for. What cannot be had is refused where it was named,
 * else it is said by model; so is a form that was not free.
 *
 * @throws a usage error for a named model that cannot be had, where no model is left, and where there
 *   is no strict form.
 */
export async function makePolicy(
  dependencies: PolicyDependencies,
  request: PolicyRequest,
): Promise<Policy> {
  const { report } = dependencies;
  const access = await allowedCalls(dependencies, request);
  if (access.guardrail !== undefined && access.guardrailProfile === undefined) {
    noteUnknownProfile(report, access.region);
  }
  const permissions = permissionPolicy(access, request.form);
  const { why } = permissions;
  if (request.form === 'strict' && why !== undefined) {
    throw fail('Usage', `There is no strict form: ${why}`, {
      hint: 'It needs --account and models whose regions are known; --compact needs neither.',
    });
  }
  notePolicy(report, permissions, access, 'list');
  return { ...permissions, access };
}

async function allowedCalls(
  { report, newerAnswer, account: opens, now }: PolicyDependencies,
  request: PolicyRequest,
): Promise<BedrockAccess> {
  const { region, models, allModels, global, account, guardrail, guardrailProfile } = request;
  requireKnownRegion(region, request.force);
  requireKnownModels(models, region, { force: request.force, now: now() });
  requireSameRegion(guardrail, region);
  if (guardrailProfile !== undefined && guardrail === undefined) {
    throw fail('Usage', '--guardrail-profile goes with --guardrail');
  }
  const names = models.length > 0 ? models : bedrock.models;
  const newer = await newerAnswer(region);
  if (newer) report.note(`${sourceOf(newer)}.`);
  const found = newer === undefined ? {} : { found: newer.profiles };
  const all = modelAccess(names, region, { global, now: now(), ...found });
  const missing = shortfalls(all, region, global);
  if (!allModels) {
    if (missing.length > 0 && (models.length > 0 || all.access.length === 0)) {
      throw fail('Usage', missing.join(' '));
    }
    for (const each of missing) report.note(`Left out: ${each}`);
    for (const each of doubts(all, region)) report.note(each);
  }
  const ownProfiles = all.access.some(({ model }) => isOwnProfile(model));
  const control = ownProfiles ? await opens?.(region) : undefined;
  return {
    region,
    models: allModels ? 'all' : await withModelsBehind(all.access, control, report),
    ...(account === undefined ? {} : { account }),
    ...(guardrail === undefined ? {} : { guardrail }),
    ...(guardrailProfile === undefined
      ? {}
      : { guardrailProfile: guardrailProfileGiven(guardrailProfile, region) }),
  };
}

function requireSameRegion(guardrail: string | undefined, region: string): void {
  const of = guardrail?.split(':')[3] ?? region;
  if (of === region) return;
  throw fail('Usage', `The guardrail is in ${of}, and Port calls ${region}`, {
    hint: 'Bedrock applies a guardrail in its own region only.',
  });
}
