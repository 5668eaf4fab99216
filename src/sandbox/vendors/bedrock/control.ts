import type { HttpRequest } from '../../../core/http.ts';
import { agree, offersOf, shutGates, submitUseCase, useCaseOf } from './agreements.ts';
import { signedBy, unknownOperation, type Signed } from './caller.ts';
import { getGuardrail, getProfile, listGuardrails, listModels, listProfiles } from './catalogue.ts';
import { bedrockRefusals, notAuthorized } from './refusals.ts';
import { knowsBedrockModel } from '../known.ts';
import { denialOf } from '../../aws-account/role-permissions.ts';
import {
  admit,
  jsonAnswer,
  type Answer,
  type SimulationDependencies,
  type Vendor,
} from '../vendor.ts';
import { modelOutcome } from '../outcomes-by-name.ts';

/** bedrock.*.amazonaws.com: what an account has of models, profiles, guardrails and agreements. */

interface ControlCall {
  readonly request: HttpRequest;
  readonly dependencies: SimulationDependencies;
  readonly signed: Signed;
  /** What the path names last, decoded; empty when it names nothing. */
  readonly id: string;
}

interface ControlOperation {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  /** What IAM is asked: the action, and the resource by its place under region and account. */
  readonly action: string;
  readonly resource?: (id: string, signed: Signed) => string;
  readonly answer: (call: ControlCall) => Answer | Promise<Answer>;
}

const modelResource = (id: string, { region }: Signed) =>
  `arn:aws:bedrock:${region}::foundation-model/${id}`;
const accountResource =
  (kind: string) =>
  (id: string, { region, account }: Signed) =>
    id.startsWith('arn:') ? id : `arn:aws:bedrock:${region}:${account}:${kind}/${id}`;

const operations: readonly ControlOperation[] = [
  {
    method: 'GET',
    path: /^\/foundation-models$/,
    action: 'ListFoundationModels',
    answer: ({ request, signed, dependencies }) =>
      listModels(request.url, signed.region, dependencies.now()),
  },
  {
    method: 'GET',
    path: /^\/inference-profiles$/,
    action: 'ListInferenceProfiles',
    answer: ({ request, signed, dependencies }) =>
      listProfiles(request.url, signed, dependencies.now()),
  },
  {
    method: 'GET',
    path: /^\/inference-profiles\/([^/]+)$/,
    action: 'GetInferenceProfile',
    resource: accountResource('inference-profile'),
    answer: ({ signed, id, dependencies }) => getProfile(id, signed, dependencies.now()),
  },
  {
    method: 'GET',
    path: /^\/foundation-model-availability\/([^/]+)$/,
    action: 'GetFoundationModelAvailability',
    resource: modelResource,
    answer: availability,
  },
  {
    method: 'GET',
    path: /^\/use-case-for-model-access$/,
    action: 'GetUseCaseForModelAccess',
    answer: ({ dependencies, signed }) => useCaseOf(dependencies, signed.account),
  },
  {
    method: 'POST',
    path: /^\/use-case-for-model-access$/,
    action: 'PutUseCaseForModelAccess',
    answer: ({ request, dependencies, signed }) =>
      submitUseCase(dependencies, signed.account, request.body),
  },
  {
    method: 'GET',
    path: /^\/list-foundation-model-agreement-offers\/([^/]+)$/,
    action: 'ListFoundationModelAgreementOffers',
    answer: ({ id }) => offersOf(id),
  },
  {
    method: 'POST',
    path: /^\/create-foundation-model-agreement$/,
    action: 'CreateFoundationModelAgreement',
    answer: ({ request, dependencies, signed }) =>
      agree(dependencies, signed.account, request.body),
  },
  {
    method: 'GET',
    path: /^\/guardrails$/,
    action: 'ListGuardrails',
    answer: ({ request, signed }) => listGuardrails(request.url, signed),
  },
  {
    method: 'GET',
    path: /^\/guardrails\/([^/]+)$/,
    action: 'GetGuardrail',
    resource: accountResource('guardrail'),
    answer: ({ request, signed, id }) => getGuardrail(id, request.url, signed),
  },
];

export const bedrockControl: Vendor = async (request, dependencies) => {
  const { method, url } = request;
  const found = operations.find((each) => each.method === method && each.path.test(url.pathname));
  if (!found) return unknownOperation();
  const signed = await signedBy(request, dependencies);
  if ('status' in signed) return signed;
  const { arn, caller, region, who } = signed;
  const id = decodeURIComponent(found.path.exec(url.pathname)?.[1] ?? '');
  const { action } = found;
  const resource = found.resource?.(id, signed) ?? '*';
  const refusals = bedrockRefusals(arn, action, resource);
  const refused = await admit(request, caller, refusals, dependencies, { model: id, free: true });
  if (refused) return refused;
  const context = { 'aws:RequestedRegion': region };
  const denial = await denialOf(dependencies, who, {
    action: `bedrock:${action}`,
    resource,
    context,
  });
  if (denial) return notAuthorized(arn, action, resource, denial);
  return found.answer({ request, dependencies, signed, id });
};

/** GetFoundationModelAvailability: the four gates, after words in the name and what was agreed to. */
async function availability({ dependencies, signed, id }: ControlCall): Promise<Answer> {
  const { account, arn, caller } = signed;
  const outcome = modelOutcome(caller.credential, id);
  if (outcome === 'modelMissing' || outcome === 'modelRetired' || !knowsBedrockModel(id)) {
    return bedrockRefusals(arn, '', '').modelMissing(id);
  }
  const shut = await shutGates(dependencies, account, id);
  const lacksAgreement = outcome === 'modelDenied' || outcome === 'marketplace' || shut.agreement;
  const lacksForm = outcome === 'form' || shut.form;
  const unless = (shut: boolean, whenShut: string, open: string) => (shut ? whenShut : open);
  return jsonAnswer(200, {
    modelId: id,
    agreementAvailability: { status: unless(lacksAgreement, 'NOT_AVAILABLE', 'AVAILABLE') },
    authorizationStatus: unless(lacksForm, 'NOT_AUTHORIZED', 'AUTHORIZED'),
    entitlementAvailability: unless(outcome === 'marketplace', 'NOT_AVAILABLE', 'AVAILABLE'),
    regionAvailability: unless(outcome === 'elsewhere', 'NOT_AVAILABLE', 'AVAILABLE'),
  });
}
