import {
  BedrockClient,
  CreateFoundationModelAgreementCommand,
  GetFoundationModelAvailabilityCommand,
  GetGuardrailCommand,
  GetInferenceProfileCommand,
  GetUseCaseForModelAccessCommand,
  ListFoundationModelAgreementOffersCommand,
  ListFoundationModelsCommand,
  PutUseCaseForModelAccessCommand,
  paginateListGuardrails,
  paginateListInferenceProfiles,
} from '@aws-sdk/client-bedrock';
import type { BedrockControl, Guardrail, InferenceProfile } from './account.ts';
import { attempting, unlessMissing } from './attempting.ts';
import {
  availabilityOf,
  formOf,
  guardrailOf,
  listed,
  listedGuardrail,
  modelOf,
  offerOf,
  modelArnsOf,
  profileOf,
} from './bedrock-answers.ts';
import { clientSettings, type AwsAccess } from './client-settings.ts';

/** Bedrock's control plane in one region. */
export function bedrockControl(access: AwsAccess, region: string): BedrockControl {
  const client = new BedrockClient(clientSettings(access, 'bedrock', region));
  const attempt = <T>(doing: string, call: () => Promise<T>) => attempting(access, doing, call);

  return {
    profiles: () =>
      attempt(`list the inference profiles in ${region}`, async () => {
        const found: InferenceProfile[] = [];
        const pages = paginateListInferenceProfiles({ client }, { typeEquals: 'SYSTEM_DEFINED' });
        for await (const page of pages) {
          found.push(...listed(page.inferenceProfileSummaries).map(profileOf));
        }
        return found;
      }),

    modelsBehind: (profile) =>
      unlessMissing(
        attempt(`read the inference profile ${profile}`, async () =>
          modelArnsOf(
            await client.send(
              new GetInferenceProfileCommand({ inferenceProfileIdentifier: profile }),
            ),
          ),
        ),
      ),

    models: () =>
      attempt(`list the models in ${region}`, async () => {
        const command = new ListFoundationModelsCommand({ byProvider: 'Anthropic' });
        return listed((await client.send(command)).modelSummaries).map(modelOf);
      }),

    availability: (baseId) =>
      unlessMissing(
        attempt(`see whether ${baseId} is available`, async () =>
          availabilityOf(
            await client.send(new GetFoundationModelAvailabilityCommand({ modelId: baseId })),
          ),
        ),
      ),

    useCase: () =>
      unlessMissing(
        attempt('read the use-case form', async () =>
          formOf(await client.send(new GetUseCaseForModelAccessCommand({}))),
        ),
      ),

    submitUseCase: (form) =>
      attempt('submit the use-case form', async () => {
        const formData = new TextEncoder().encode(form);
        await client.send(new PutUseCaseForModelAccessCommand({ formData }));
      }),

    offers: (baseId) =>
      attempt(`read the agreement offers of ${baseId}`, async () => {
        const command = new ListFoundationModelAgreementOffersCommand({ modelId: baseId });
        return listed((await client.send(command)).offers).map(offerOf);
      }),

    agree: (baseId, offerToken) =>
      attempt(`accept the agreement of ${baseId}`, async () => {
        const terms = { modelId: baseId, offerToken };
        await client.send(new CreateFoundationModelAgreementCommand(terms));
      }),

    guardrail: (id, version) =>
      unlessMissing(
        attempt(`read the guardrail ${id}`, async () =>
          guardrailOf(
            await client.send(
              new GetGuardrailCommand({
                guardrailIdentifier: id,
                ...(version === undefined ? {} : { guardrailVersion: version }),
              }),
            ),
          ),
        ),
      ),

    guardrails: () =>
      attempt(`list the guardrails in ${region}`, async () => {
        const found: Guardrail[] = [];
        for await (const page of paginateListGuardrails({ client }, {})) {
          found.push(...listed(page.guardrails).map(listedGuardrail));
        }
        return found;
      }),
  };
}
