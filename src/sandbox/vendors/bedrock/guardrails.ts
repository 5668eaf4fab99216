import { z } from 'zod';
import {
  guardrailProfileArns,
  guardrailProfilesFrom,
  type GuardrailProfileAccess,
} from '../../../aws/iam-documents/guardrail-profiles.ts';
import { invalid, notAuthorized } from './refusals.ts';
import { jsonAnswer, parsed, type Answer } from '../vendor.ts';

/**
 * Guardrails of Bedrock: the one that the account lists, and those with `example` in their id. By more
 * words in it, `missing` does not exist, `forbidden` may not be applied, `blocks` intervenes whatever
 * the text is, `across` works across the regions of its guardrail profile. Ids have no dashes, so words
 * stand anywhere. Each has the versions DRAFT and 1.
 */

export const usualGuardrail = 'abc123def456';

export const guardrailVersions = ['DRAFT', '1'] as const;

const exists = (id: string) =>
  id === usualGuardrail || (id.includes('example') && !id.includes('missing'));

interface GuardrailLocation {
  readonly region: string;
  readonly account: string;
  readonly arn: string;
}

const ofArn = /^arn:aws:bedrock:([a-z0-9-]+):\d{12}:guardrail\/([a-z0-9]+)$/;

/** Why a guardrail cannot be used by this caller; undefined when it can. */
export function guardrailProblem(
  { id: identifier, version }: { readonly id: string; readonly version: string },
  { region, account, arn }: GuardrailLocation,
): Answer | undefined {
  const [, arnRegion = region, named = identifier] = ofArn.exec(identifier) ?? [];
  if (!/^[a-z0-9]+$/.test(named)) {
    return invalid('The provided guardrail identifier is invalid.');
  }
  // A wrong id, a wrong version and another region are answered in one and the same way.
  const hasVersion = guardrailVersions.some((each) => each === version);
  if (!exists(named) || !hasVersion || arnRegion !== region) {
    return invalid('The guardrail identifier or version provided in the request does not exist.');
  }
  if (!named.includes('forbidden')) return undefined;
  const resource = `arn:aws:bedrock:${region}:${account}:guardrail/${named}`;
  return notAuthorized(arn, 'ApplyGuardrail', resource);
}

/** The profile of a guardrail that works across regions, where its region has one. */
export function profileOfGuardrail(
  identifier: string,
  region: string,
): GuardrailProfileAccess | undefined {
  return identifier.includes('across') ? guardrailProfilesFrom(region)[0] : undefined;
}

/** All that IAM is asked for a guardrail to be applied: itself, and its profile wherever it may run. */
export function guardrailResources(
  identifier: string,
  { region, account }: Omit<GuardrailLocation, 'arn'>,
): readonly string[] {
  const arn = identifier.startsWith('arn:')
    ? identifier
    : `arn:aws:bedrock:${region}:${account}:guardrail/${identifier}`;
  const profile = profileOfGuardrail(identifier, region);
  return profile ? [arn, ...guardrailProfileArns(profile, account)] : [arn];
}

export const isBlocking = (identifier: string): boolean => identifier.includes('blocks');

const applyBody = z.looseObject({
  source: z.enum(['INPUT', 'OUTPUT']),
  content: z.array(z.looseObject({ text: z.looseObject({ text: z.string() }) })).min(1),
});

export const readGuardrailText = (body: string | undefined) =>
  applyBody.safeParse(parsed(body)).data;

/** What a guardrail makes of a text. */
export function assessed(identifier: string): Answer {
  const words = { customWords: [{ match: 'pong', action: 'BLOCKED' }], managedWordLists: [] };
  const usage = { topicPolicyUnits: 0, contentPolicyUnits: 1, wordPolicyUnits: 1 };
  return jsonAnswer(
    200,
    isBlocking(identifier)
      ? {
          usage,
          action: 'GUARDRAIL_INTERVENED',
          actionReason: 'Guardrail blocked.',
          outputs: [{ text: 'Sorry, the model cannot answer this question.' }],
          assessments: [{ wordPolicy: words }],
        }
      : { usage, action: 'NONE', actionReason: 'No action.', outputs: [], assessments: [{}] },
  );
}
