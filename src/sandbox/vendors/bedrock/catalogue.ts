import type { Signed } from './caller.ts';
import { profilesOf, type SimulatedProfile } from './profiles.ts';
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

/** Models that Anthropic calls old on Bedrock, and since when (November 2026). */
const legacy: ReadonlyMap<string, string> = new Map([
  ['anthropic.claude-sonnet-4-20250514-v1:0', '2026-10-07T00:00:00Z'],
]);

const models = bedrockBaseIds.map((baseId) => ({
  baseId,
  provider: baseId.startsWith('anthropic.') ? 'Anthropic' : 'Amazon',
}));

const notFound = (message: string) => bedrockRefusal(404, 'ResourceNotFoundException', message);

/** ListFoundationModels, all of them or those of one provider. */
export function listModels(url: URL, region: string): Answer {
  const wanted = url.searchParams.get('byProvider');
  const modelSummaries = models
    .filter(({ provider }) => wanted === null || provider === wanted)
    .map(({ baseId, provider }) => {
      const legacyTime = legacy.get(baseId);
      return {
        modelArn: `arn:aws:bedrock:${region}::foundation-model/${baseId}`,
        modelId: baseId,
        modelName: baseId.replace(/^[a-z]+\./, ''),
        providerName: provider,
        inputModalities: ['TEXT', 'IMAGE'],
        outputModalities: ['TEXT'],
        responseStreamingSupported: true,
        customizationsSupported: [],
        inferenceTypesSupported: [provider === 'Anthropic' ? 'INFERENCE_PROFILE' : 'ON_DEMAND'],
        modelLifecycle:
          legacyTime === undefined ? { status: 'ACTIVE' } : { status: 'LEGACY', legacyTime },
      };
    });
  return jsonAnswer(200, { modelSummaries });
}

const described = ({ id, arn, models: routed }: SimulatedProfile) => ({
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
export function listProfiles(url: URL, { region, account }: Signed): Answer {
  const isOwn = url.searchParams.get('type') === 'APPLICATION';
  const { shown, more } = page(url, isOwn ? [] : profilesOf(region, account));
  return jsonAnswer(200, { inferenceProfileSummaries: shown.map(described), ...more });
}

/** GetInferenceProfile, by id or ARN. */
export function getProfile(named: string, { region, account }: Signed): Answer {
  const found = profilesOf(region, account).find(({ id, arn }) => id === named || arn === named);
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
  // One that may not be applied is there all the same.
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
