import type { HttpRequest } from '../../domain/http.ts';
import { callerOf } from './aws-caller.ts';
import { arnOf, refusedId } from './bedrock-ids.ts';
import {
  bedrockRefusal,
  bedrockRefusals,
  notAuthorized,
  refusedSignature,
} from './bedrock-refusals.ts';
import { converse, notConverse, readConverseCall } from './converse.ts';
import { guardrailProblem, isBlocking, readGuardrailText, assessed } from './guardrails.ts';
import {
  admit,
  findModel,
  jsonAnswer,
  type Answer,
  type SimulationWorld,
  type Vendor,
} from './vendor.ts';
import { hasManner, modelOutcome } from './words.ts';

/** Bedrock: its models at bedrock-runtime, what an account may use of them at bedrock. */

interface Signed {
  readonly region: string;
  readonly account: string;
  readonly arn: string;
  readonly caller: { readonly credential: string; readonly ofFamily: true };
}

/** Who asks; both endpoints sign for one service. */
async function signedBy(request: HttpRequest, world: SimulationWorld): Promise<Signed | Answer> {
  const region = request.url.hostname.split('.')[1] ?? '';
  const found = await callerOf(request, { service: 'bedrock', region }, world.now());
  if ('problem' in found) return refusedSignature(found);
  const { account, arn, words } = found;
  return { region, account, arn, caller: { credential: words, ofFamily: true } };
}

const unknownOperation = () =>
  bedrockRefusal(404, 'UnknownOperationException', 'Unknown operation');

/** bedrock-runtime.*.amazonaws.com: Converse, ConverseStream and ApplyGuardrail. */
export const bedrockRuntime: Vendor = async (request, world) => {
  const { method, url } = request;
  const [, id, verb] = /^\/model\/([^/]+)\/(converse|converse-stream)$/.exec(url.pathname) ?? [];
  const [, guardrail] = /^\/guardrail\/([^/]+)\/version\/[^/]+\/apply$/.exec(url.pathname) ?? [];
  if (method !== 'POST' || (id === undefined && guardrail === undefined)) return unknownOperation();
  const signed = await signedBy(request, world);
  if ('status' in signed) return signed;
  return id === undefined
    ? applyGuardrail(request, world, signed, decodeURIComponent(guardrail ?? ''))
    : runModel(request, world, signed, {
        id: decodeURIComponent(id),
        streams: verb === 'converse-stream',
      });
};

/** What an id calls the model; an ARN has words of its own before that. */
const nameIn = (id: string) => (id.startsWith('arn:') ? id.slice(id.lastIndexOf('/') + 1) : id);

async function runModel(
  request: HttpRequest,
  world: SimulationWorld,
  { region, account, arn, caller }: Signed,
  { id, streams }: { id: string; streams: boolean },
): Promise<Answer> {
  const action = streams ? 'InvokeModelWithResponseStream' : 'InvokeModel';
  const resource = arnOf(id, region, account);
  const refusals = bedrockRefusals(arn, action, resource);
  const refused =
    (await admit(request, caller, refusals, world, { model: id })) ??
    (streams && hasManner('nostream', id, caller.credential)
      ? notAuthorized(arn, action, resource)
      : undefined) ??
    refusedId(id, region) ??
    (await findModel(request, caller, nameIn(id), refusals, world));
  if (refused) return refused;
  const call = readConverseCall(request.body);
  if (!call) return notConverse();
  const guardrail = call.guardrailConfig?.guardrailIdentifier;
  const problem =
    guardrail === undefined ? undefined : guardrailProblem(guardrail, { region, account, arn });
  const blocks = guardrail !== undefined && isBlocking(guardrail);
  return problem ?? converse(call, { model: id, streams, blocks });
}

async function applyGuardrail(
  request: HttpRequest,
  world: SimulationWorld,
  { region, account, arn, caller }: Signed,
  id: string,
): Promise<Answer> {
  const resource = `arn:aws:bedrock:${region}:${account}:guardrail/${id}`;
  const refusals = bedrockRefusals(arn, 'ApplyGuardrail', resource);
  const refused = await admit(request, caller, refusals, world, { free: true });
  if (refused) return refused;
  const problem = guardrailProblem(id, { region, account, arn });
  if (problem) return problem;
  return readGuardrailText(request.body) ? assessed(id) : notConverse();
}

/** bedrock.*.amazonaws.com: GetFoundationModelAvailability. */
export const bedrockControl: Vendor = async (request, world) => {
  const { method, url } = request;
  const [, encoded] = /^\/foundation-model-availability\/([^/]+)$/.exec(url.pathname) ?? [];
  if (method !== 'GET' || encoded === undefined) return unknownOperation();
  const signed = await signedBy(request, world);
  if ('status' in signed) return signed;
  const { region, arn, caller } = signed;
  const id = decodeURIComponent(encoded);
  const resource = `arn:aws:bedrock:${region}::foundation-model/${id}`;
  const refusals = bedrockRefusals(arn, 'GetFoundationModelAvailability', resource);
  const refused = await admit(request, caller, refusals, world, { model: id, free: true });
  if (refused) return refused;
  const outcome = modelOutcome(caller.credential, id);
  if (outcome === 'modelMissing' || outcome === 'modelRetired') return refusals.modelMissing(id);
  const unless = (gate: typeof outcome, shut: string, open: string) =>
    outcome === gate ? shut : open;
  const agreement = outcome === 'modelDenied' || outcome === 'marketplace';
  return jsonAnswer(200, {
    modelId: id,
    agreementAvailability: { status: agreement ? 'NOT_AVAILABLE' : 'AVAILABLE' },
    authorizationStatus: unless('form', 'NOT_AUTHORIZED', 'AUTHORIZED'),
    entitlementAvailability: unless('marketplace', 'NOT_AVAILABLE', 'AVAILABLE'),
    regionAvailability: unless('elsewhere', 'NOT_AVAILABLE', 'AVAILABLE'),
  });
};
