import { z } from 'zod';
import { catalogueRows } from '../../../vendors/bedrock/catalogue-rows.ts';
import { openSemaphore } from '../../semaphore.ts';
import type { StoredAgreements } from '../../store/aws-state.ts';
import { formedAccount, newAccount } from '../../aws-account/caller.ts';
import { bedrockRefusal, invalid } from './refusals.ts';
import {
  jsonAnswer,
  parsed,
  type Answer,
  type Refusals,
  type SimulationDependencies,
} from '../vendor.ts';

/**
 * What an account has told Anthropic about its use of the models, and whose terms it accepted. Every
 * account has done all of it but those of keys with a word in their id: NEWACC has done nothing yet,
 * NOTERMS submitted the form only.
 */

const claudes = catalogueRows.map(({ baseId }) => baseId);

const usualForm = {
  companyName: 'Sandbox',
  companyWebsite: 'https://sandbox.example',
  intendedUsers: '0',
  industryOption: 'Software',
  otherIndustryOption: '',
  useCases: 'Trying portai out',
};

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

/** Two changes at once would undo each other. */
const inTurn = openSemaphore(1);

async function change(
  { aws }: SimulationDependencies,
  account: string,
  changed: (before: StoredAgreements) => StoredAgreements,
): Promise<void> {
  await inTurn(async () => {
    await aws.agreements.put(account, changed(await agreementsOf({ aws }, account)));
  });
}

async function agreementsOf(
  { aws }: Pick<SimulationDependencies, 'aws'>,
  account: string,
): Promise<StoredAgreements> {
  const found = await aws.agreements.get(account);
  if (found) return found;
  if (account === newAccount) return { models: [] };
  return { useCase: base64(usualForm), models: account === formedAccount ? [] : [...claudes] };
}

/** Which gates an account has not passed for a model. Profiles count as their model. */
export async function shutGates(
  dependencies: Pick<SimulationDependencies, 'aws'>,
  account: string,
  id: string,
): Promise<{ readonly form: boolean; readonly agreement: boolean }> {
  const model = claudes.find((each) => id === each || id.endsWith(`.${each}`));
  if (model === undefined) return { form: false, agreement: false };
  const { useCase, models } = await agreementsOf(dependencies, account);
  return { form: useCase === undefined, agreement: !models.includes(model) };
}

/** What Bedrock says of a gate when the model is called; undefined when none is shut. */
export async function gateRefusal(
  dependencies: SimulationDependencies,
  account: string,
  id: string,
  refusals: Refusals,
): Promise<Answer | undefined> {
  const shut = await shutGates(dependencies, account, id);
  if (shut.form) return refusals.form?.(id);
  return shut.agreement ? refusals.modelDenied(id) : undefined;
}

const noForm = () =>
  bedrockRefusal(
    404,
    'ResourceNotFoundException',
    'Model use case details have not been submitted for this account.',
  );

/** GetUseCaseForModelAccess. */
export async function useCaseOf(
  dependencies: SimulationDependencies,
  account: string,
): Promise<Answer> {
  const { useCase } = await agreementsOf(dependencies, account);
  return useCase === undefined ? noForm() : jsonAnswer(200, { formData: useCase });
}

const submission = z.looseObject({ formData: z.base64() });

const fewestBytes = 10;
const mostBytes = 16_384;

/** PutUseCaseForModelAccess: the form is base64 of JSON. */
export async function submitUseCase(
  dependencies: SimulationDependencies,
  account: string,
  body: string | undefined,
): Promise<Answer> {
  const { data } = submission.safeParse(parsed(body));
  if (!data) return invalid('The form data is not encoded in base64.');
  const form = Buffer.from(data.formData, 'base64');
  if (form.length < fewestBytes || form.length > mostBytes) {
    return invalid(
      `1 validation error detected: Value at 'formData' failed to satisfy constraint: Member must have length between ${fewestBytes} and ${mostBytes}`,
    );
  }
  if (!z.looseObject({}).safeParse(parsed(form.toString())).success) {
    return invalid('The form data is not a JSON object.');
  }
  await change(dependencies, account, (before) => ({ ...before, useCase: data.formData }));
  return jsonAnswer(201, {});
}

const offerToken = (model: string) => `offer-${Buffer.from(model).toString('base64url')}`;

const unknownModel = () =>
  bedrockRefusal(
    404,
    'ResourceNotFoundException',
    'Could not resolve the foundation model from the provided model identifier.',
  );

/** ListFoundationModelAgreementOffers: one offer for each model of Anthropic. */
export function offersOf(model: string): Answer {
  if (!claudes.includes(model)) return unknownModel();
  const offer = {
    offerId: 'offer-simulated',
    offerToken: offerToken(model),
    termDetails: {
      usageBasedPricingTerm: { rateCard: [] },
      legalTerm: { url: 'https://sandbox.example/anthropic-eula' },
      supportTerm: { refundPolicyDescription: 'No refunds in the sandbox.' },
    },
  };
  return jsonAnswer(200, { modelId: model, offers: [offer] });
}

const acceptance = z.looseObject({ modelId: z.string(), offerToken: z.string() });

/** CreateFoundationModelAgreement: after the form, with the token of an offer of that model. */
export async function agree(
  dependencies: SimulationDependencies,
  account: string,
  body: string | undefined,
): Promise<Answer> {
  const { data } = acceptance.safeParse(parsed(body));
  if (!data) return invalid('The request needs modelId and offerToken.');
  const { modelId } = data;
  if (!claudes.includes(modelId)) return unknownModel();
  if (data.offerToken !== offerToken(modelId)) return invalid('The offer token is invalid.');
  const { useCase } = await agreementsOf(dependencies, account);
  if (useCase === undefined) return noForm();
  await change(dependencies, account, (before) => ({
    ...before,
    models: [...new Set([...before.models, modelId])],
  }));
  return jsonAnswer(202, { modelId });
}
