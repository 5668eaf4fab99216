import type { HttpRequest } from '../../../core/http.ts';
import { catalogueRows } from '../../../vendors/bedrock/catalogue-rows.ts';
import { endedSince, profilePrefix } from '../../../vendors/bedrock/catalogue.ts';
import { gateRefusal } from './agreements.ts';
import { signedBy, unknownOperation, type Signed } from './caller.ts';
import { arnOf, refusedId } from './ids.ts';
import { modelPermissions } from './profiles.ts';
import { bedrockRefusals, endOfLife, notAuthorized } from './refusals.ts';
import { converse, notConverse, readConverseCall } from './converse.ts';
import {
  assessed,
  guardrailProblem,
  guardrailResources,
  isBlocking,
  readGuardrailText,
} from './guardrails.ts';
import { denialOf } from '../../aws-account/role-permissions.ts';
import {
  admit,
  findModel,
  type Answer,
  type SimulationDependencies,
  type Vendor,
} from '../vendor.ts';
import { knowsBedrockModel } from '../known.ts';
import { hasManner } from '../outcomes-by-name.ts';

/** bedrock-runtime.*.amazonaws.com: Converse, ConverseStream and ApplyGuardrail. */
export const bedrockRuntime: Vendor = async (request, dependencies) => {
  const { method, url } = request;
  const [, id, verb] = /^\/model\/([^/]+)\/(converse|converse-stream)$/.exec(url.pathname) ?? [];
  const [, guardrail, version = ''] =
    /^\/guardrail\/([^/]+)\/version\/([^/]+)\/apply$/.exec(url.pathname) ?? [];
  if (method !== 'POST' || (id === undefined && guardrail === undefined)) return unknownOperation();
  const signed = await signedBy(request, dependencies);
  if ('status' in signed) return signed;
  return id === undefined
    ? applyGuardrail(request, dependencies, signed, {
        id: decodeURIComponent(guardrail ?? ''),
        version: decodeURIComponent(version),
      })
    : runModel(request, dependencies, signed, {
        id: decodeURIComponent(id),
        streams: verb === 'converse-stream',
      });
};

/** What an id calls the model; an ARN has words of its own before that. */
const nameIn = (id: string) => (id.startsWith('arn:') ? id.slice(id.lastIndexOf('/') + 1) : id);

/** What AWS says of a model that it does not serve any more. */
function endedModel(id: string, { now }: SimulationDependencies): Answer | undefined {
  const base = id.replace(profilePrefix, '');
  const model = catalogueRows.find(({ baseId }) => baseId === base);
  return model && endedSince(model, now()) !== undefined ? endOfLife() : undefined;
}

async function runModel(
  request: HttpRequest,
  dependencies: SimulationDependencies,
  signed: Signed,
  { id, streams }: { id: string; streams: boolean },
): Promise<Answer> {
  const { region, account, arn, caller } = signed;
  const action = streams ? 'InvokeModelWithResponseStream' : 'InvokeModel';
  const resource = arnOf(id, region, account);
  const refusals = bedrockRefusals(arn, action, resource);
  const refused =
    (await admit(request, caller, refusals, dependencies, { model: id })) ??
    (streams && hasManner('nostream', id, caller.credential)
      ? notAuthorized(arn, action, resource)
      : undefined) ??
    (await unpermittedModel(dependencies, signed, action, id)) ??
    refusedId(id, region) ??
    (await findModel(
      request,
      caller,
      { model: nameIn(id), knows: knowsBedrockModel },
      refusals,
      dependencies,
    )) ??
    endedModel(nameIn(id), dependencies) ??
    (await gateRefusal(dependencies, account, nameIn(id), refusals));
  if (refused) return refused;
  const call = readConverseCall(request.body);
  if (!call) return notConverse();
  const { guardrailIdentifier: guardrail, guardrailVersion: version = '' } =
    call.guardrailConfig ?? {};
  const problem =
    guardrail === undefined
      ? undefined
      : ((await unpermittedGuardrail(dependencies, signed, guardrail)) ??
        guardrailProblem({ id: guardrail, version }, { region, account, arn }));
  const blocks = guardrail !== undefined && isBlocking(guardrail);
  return problem ?? converse(call, { model: id, streams, blocks });
}

/** What the caller's own policies refuse of a model: each permission that AWS asks for, in turn. */
async function unpermittedModel(
  dependencies: SimulationDependencies,
  { region, account, arn, who }: Signed,
  action: string,
  id: string,
): Promise<Answer | undefined> {
  for (const { resource, context } of modelPermissions(id, region, account)) {
    const question = { action: `bedrock:${action}`, resource, context };
    const denial = await denialOf(dependencies, who, question);
    if (denial) return notAuthorized(arn, action, resource, denial);
  }
  return undefined;
}

async function unpermittedGuardrail(
  dependencies: SimulationDependencies,
  signed: Signed,
  id: string,
): Promise<Answer | undefined> {
  for (const resource of guardrailResources(id, signed)) {
    const context = { 'aws:RequestedRegion': resource.split(':')[3] ?? signed.region };
    const question = { action: 'bedrock:ApplyGuardrail', resource, context };
    const denial = await denialOf(dependencies, signed.who, question);
    if (denial) return notAuthorized(signed.arn, 'ApplyGuardrail', resource, denial);
  }
  return undefined;
}

async function applyGuardrail(
  request: HttpRequest,
  dependencies: SimulationDependencies,
  signed: Signed,
  named: { readonly id: string; readonly version: string },
): Promise<Answer> {
  const { region, account, arn, caller } = signed;
  const { id } = named;
  const [resource = '*'] = guardrailResources(id, signed);
  const refusals = bedrockRefusals(arn, 'ApplyGuardrail', resource);
  const refused =
    (await admit(request, caller, refusals, dependencies, { free: true })) ??
    (await unpermittedGuardrail(dependencies, signed, id));
  if (refused) return refused;
  const problem = guardrailProblem(named, { region, account, arn });
  if (problem) return problem;
  return readGuardrailText(request.body) ? assessed(id) : notConverse();
}
