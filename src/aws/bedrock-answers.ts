import { z } from 'zod';
import type {
  AgreementOffer,
  FoundationModel,
  Guardrail,
  InferenceProfile,
  ModelAvailability,
} from './account.ts';

/** Answers of Bedrock's control plane, read as far as portai uses them. Words of AWS stay words. */

/** A list that an answer must have, also when nothing is in it: else it is somebody else's. */
export const listed = (given: unknown): unknown[] => z.array(z.unknown()).parse(given);

const profile = z.object({
  inferenceProfileId: z.string(),
  inferenceProfileArn: z.string(),
  models: z.array(z.object({ modelArn: z.string().optional() })).optional(),
});

export function profileOf(given: unknown): InferenceProfile {
  const { inferenceProfileId, inferenceProfileArn, models = [] } = profile.parse(given);
  const regions = models.map(({ modelArn = '' }) => modelArn.split(':')[3] ?? '');
  return {
    id: inferenceProfileId,
    arn: inferenceProfileArn,
    destinations: [...new Set(regions.filter((region) => region !== ''))],
  };
}

const behind = z.object({ models: z.array(z.object({ modelArn: z.string() })).min(1) });

/** The models that a profile routes to; each once. */
export function modelArnsOf(given: unknown): readonly string[] {
  return [...new Set(behind.parse(given).models.map(({ modelArn }) => modelArn))];
}

const model = z.object({
  modelId: z.string(),
  modelLifecycle: z
    .object({ status: z.string().optional(), endOfLifeTime: z.date().optional() })
    .optional(),
});

export function modelOf(given: unknown): FoundationModel {
  const { modelId, modelLifecycle } = model.parse(given);
  return {
    baseId: modelId,
    lifecycle: modelLifecycle?.status,
    endOfLife: modelLifecycle?.endOfLifeTime,
  };
}

const availability = z.object({
  regionAvailability: z.string(),
  authorizationStatus: z.string(),
  entitlementAvailability: z.string(),
  agreementAvailability: z.object({ status: z.string(), errorMessage: z.string().optional() }),
});

export function availabilityOf(given: unknown): ModelAvailability {
  const read = availability.parse(given);
  return {
    region: read.regionAvailability,
    authorization: read.authorizationStatus,
    agreement: read.agreementAvailability.status,
    agreementProblem: read.agreementAvailability.errorMessage,
    entitlement: read.entitlementAvailability,
  };
}

const form = z.object({ formData: z.instanceof(Uint8Array) });

/** The form's JSON. Some clients encode it twice; then it is decoded once more. */
export function formOf(given: unknown): string {
  const text = Buffer.from(form.parse(given).formData).toString('utf8');
  const encoded = /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text);
  return encoded ? Buffer.from(text, 'base64').toString('utf8') : text;
}

const offer = z.object({
  offerToken: z.string(),
  termDetails: z
    .object({ legalTerm: z.object({ url: z.string().optional() }).optional() })
    .optional(),
});

export function offerOf(given: unknown): AgreementOffer {
  const { offerToken, termDetails } = offer.parse(given);
  return { token: offerToken, termsUrl: termDetails?.legalTerm?.url };
}

const common = {
  name: z.string(),
  version: z.string(),
  status: z.string(),
  crossRegionDetails: z.object({ guardrailProfileId: z.string().optional() }).optional(),
};
const guardrail = z.object({ ...common, guardrailId: z.string(), guardrailArn: z.string() });
const guardrailSummary = z.object({ ...common, id: z.string(), arn: z.string() });

export function guardrailOf(given: unknown): Guardrail {
  const { guardrailId: id, guardrailArn: arn, ...others } = guardrail.parse(given);
  return asGuardrail({ id, arn, ...others });
}

export function listedGuardrail(given: unknown): Guardrail {
  return asGuardrail(guardrailSummary.parse(given));
}

function asGuardrail({
  crossRegionDetails,
  ...plain
}: z.output<typeof guardrailSummary>): Guardrail {
  const profile = crossRegionDetails?.guardrailProfileId;
  return { ...plain, ...(profile === undefined ? {} : { profile }) };
}
