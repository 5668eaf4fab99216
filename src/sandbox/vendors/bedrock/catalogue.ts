import { catalogueRows } from '../../../vendors/bedrock/catalogue-rows.ts';
import { endedSince } from '../../../vendors/bedrock/catalogue.ts';
import type { Signed } from './caller.ts';
import { ownProfileOf, profilesOf, type SimulatedInferenceProfile } from './profiles.ts';
import { bedrockRefusal } from './refusals.ts';
import {
  guardrailProblem,
  guardrailVersions,
  profileOfGuardrail,
  usualGuardrail,
} from './guardrails.ts';
import { bedrockBaseIds } from '../known.ts';
import { jsonAnswer, type Answer } from '../vendor.ts';

/** What Bedrock lists: models, profiles, guardrails. */

/** How AWS calls a model on a day; undefined once it is not listed any more. */
function lifecycleOf(baseId: string, now: Date): object | undefined {
  const model = catalogueRows.find((each) => each.baseId === baseId);
  if (!model) return { status: 'ACTIVE' };
  if (endedSince(model, now) !== undefined) return undefined;
  const { legacy, end } = model.lifecycle ?? {};
  if (legacy === undefined || Date.parse(legacy) > now.getTime()) return { status: 'ACTIVE' };
  return {
    status: 'LEGACY',
    legacyTime: midnight(legacy),
    ...(end === undefined ? {} : { endOfLifeTime: midnight(end) }),
  };
}

const midnight = (day: string) => `${day}T00:00:00Z`;

const providerOf = (baseId: string) => (baseId.startsWith('anthropic.') ? 'Anthropic' : 'Amazon');

const notFound = (message: string) => bedrockRefusal(404, 'ResourceNotFoundException', message);

/** ListFoundationModels, all of them or those of one provider. */
export function listModels(url: URL, region: string, now: Date): Answer {
  const wanted = url.searchParams.get('byProvider');
  const modelSummaries = bedrockBaseIds.flatMap((baseId) => {
    const provider = providerOf(baseId);
    const modelLifecycle = lifecycleOf(baseId, now);
    if (modelLifecycle === undefined || (wanted !== null && provider !== wanted)) return [];
    return [
      {
        modelArn: `arn:aws:bedrock:${region}::foundation-model/${baseId}`,
        modelId: baseId,
        modelName: baseId.replace(/^[a-z]+\./, ''),
        providerName: provider,
        inputModalities: ['TEXT', 'IMAGE'],
        outputModalities: ['TEXT'],
        responseStreamingSupported: true,
        customizationsSupported: [],
        inferenceTypesSupported: [provider === 'Anthropic' ? 'INFERENCE_PROFILE' : 'ON_DEMAND'],
        modelLifecycle,
      },
    ];
  });
  return jsonAnswer(200, { modelSummaries });
}

const described = ({ id, arn, models: routed }: SimulatedInferenceProfile) => ({
  inferenceProfileName: id,
  description: `Routes requests to ${id}.`,
  createdAt: '2025-10-01T00:00:00Z',
  updatedAt: '2026-10-01T00:00:00Z',
  inferenceProfileArn: arn,
  models: routed.map((modelArn) => ({ modelArn })),
  inferenceProfileId: id,
  status: 'ACTIVE',
  type: 'SYSTEM_DEFINED',
});

const pageSize = 100;

/** One page of a list, and where the next one begins. */
function page<T>({ searchParams }: URL, all: readonly T[]) {
  const start = Number(searchParams.get('nextToken') ?? '0') || 0;
  const end = start + (Number(searchParams.get('maxResults') ?? pageSize) || pageSize);
  return {
    shown: all.slice(start, end),
    more: end < all.length ? { nextToken: String(end) } : {},
  };
}

/** ListInferenceProfiles; the account has defined none of its own. */
export function listProfiles(url: URL, { region, account }: Signed, now: Date): Answer {
  const isOwn = url.searchParams.get('type') === 'APPLICATION';
  const { shown, more } = page(url, isOwn ? [] : profilesOf(region, account, now));
  return jsonAnswer(200, { inferenceProfileSummaries: shown.map(described), ...more });
}

/** GetInferenceProfile, by id or ARN. */
export function getProfile(named: string, { region, account }: Signed, now: Date): Answer {
  const own = ownProfileOf(named, region);
  if (own) return jsonAnswer(200, { ...described(own), type: 'APPLICATION' });
  const found = profilesOf(region, account, now).find(({ id, arn }) => [id, arn].includes(named));
  return found ? jsonAnswer(200, described(found)) : notFound('Inference profile was not found.');
}

const guardrail = (id: string, { region, account }: Signed, version: string) => ({
  name: id === usualGuardrail ? 'no-pong' : id,
  arn: `arn:aws:bedrock:${region}:${account}:guardrail/${id}`,
  status: 'READY',
  version,
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
});

/** ListGuardrails: one guardrail, or its versions when it is named. */
export function listGuardrails(url: URL, signed: Signed): Answer {
  const named = url.searchParams.get('guardrailIdentifier');
  const all =
    named === null
      ? [guardrail(usualGuardrail, signed, 'DRAFT')]
      : guardrailVersions.map((version) => guardrail(idIn(named), signed, version));
  const { shown, more } = page(
    url,
    all.map(({ ...each }) => ({ id: idIn(each.arn), ...each })),
  );
  return jsonAnswer(200, { guardrails: shown, ...more });
}

const idIn = (identifier: string) => identifier.slice(identifier.lastIndexOf('/') + 1);

/** GetGuardrail: whatever id the runtime takes exists, with the versions DRAFT and 1. */
export function getGuardrail(named: string, url: URL, signed: Signed): Answer {
  const version = url.searchParams.get('guardrailVersion') ?? 'DRAFT';
  const id = idIn(named);
  const problem = guardrailProblem({ id: named, version }, signed);
  // A guardrail that may not be applied exists nevertheless.
  const isThere = problem === undefined || problem.status === 403;
  if (!isThere) return notFound('The guardrail does not exist.');
  const { arn, ...rest } = guardrail(id, signed, version);
  const profile = profileOfGuardrail(id, signed.region)?.id;
  const profileArn = arn.replace(/guardrail\/.*$/, `guardrail-profile/${profile ?? ''}`);
  return jsonAnswer(200, {
    ...rest,
    guardrailId: id,
    guardrailArn: arn,
    ...(profile === undefined
      ? {}
      : {
          crossRegionDetails: { guardrailProfileId: profile, guardrailProfileArn: profileArn },
        }),
    blockedInputMessaging: 'Sorry, the model cannot answer this question.',
    blockedOutputsMessaging: 'Sorry, the model cannot answer this question.',
  });
}
