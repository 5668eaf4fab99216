import { completeMessages, countTokens } from '../anthropic/host.ts';
import { gemini, type GeminiVerb } from './gemini.ts';
import { badArgument, expressRefusals, noKeysHere, noSuchUrl, vertexRefusals } from './refusals.ts';
import { accountOf } from './token.ts';
import { knowsClaude, knowsGemini } from '../known.ts';
import { bearer, check, parsed, type Answer, type Vendor } from '../vendor.ts';
import { isExample } from '../outcomes-by-name.ts';
import { z } from 'zod';

/** Vertex AI: Gemini and Claude, with a token from the simulated endpoint or an express mode key. */

interface VertexRoute {
  readonly project: string | undefined;
  readonly location: string;
  readonly publisher: string;
  readonly model: string;
  readonly verb: string;
}

const pattern =
  /^\/v1(?:beta1)?\/(?:projects\/([^/]+)\/locations\/([^/]+)\/)?publishers\/(google|anthropic)\/models\/([^/:]+):(\w+)$/;

const verbs: Readonly<Record<string, readonly string[]>> = {
  google: ['generateContent', 'streamGenerateContent', 'countTokens'] satisfies GeminiVerb[],
  anthropic: ['rawPredict', 'streamRawPredict'],
};

function routeOf(path: string): VertexRoute | undefined {
  const [, project, location = 'global', publisher = '', model = '', verb = ''] =
    pattern.exec(path) ?? [];
  if (verbs[publisher]?.includes(verb) !== true) return undefined;
  return { project, location, publisher, model: decodeURIComponent(model), verb };
}

/** One host for the world, one for each of two multi-regions, one for every region. */
const locationOf = (host: string) =>
  /^([a-z0-9-]+)-aiplatform\./.exec(host)?.[1] ??
  /^aiplatform\.(us|eu)\.rep\./.exec(host)?.[1] ??
  'global';

export const vertex: Vendor = async (request, dependencies) => {
  const { method, url, headers, body } = request;
  const route = routeOf(url.pathname);
  if (method !== 'POST' || !route) return noSuchUrl();
  const { project, location, publisher, model, verb } = route;
  if (location !== locationOf(url.hostname)) {
    return badArgument(`Invalid location: ${location} is not served at this host.`);
  }
  const key = headers['x-goog-api-key'];
  const express = project === undefined;
  if (key !== undefined && (!express || publisher === 'anthropic')) return noKeysHere();
  const token = bearer(request);
  const credential = key ?? (token === undefined ? undefined : (accountOf(token) ?? ''));
  const place = express ? '' : `projects/${project}/locations/${location}/`;
  const path = `${place}publishers/${publisher}/models/${model}`;
  const refusals = express ? expressRefusals(path) : vertexRefusals(path, location);
  const ofFamily = key === undefined ? credential !== '' : !key.startsWith('sk-');
  const counts = verb === 'countTokens' || model === 'count-tokens';
  const free = counts || emptyBody(body);
  const knows = publisher === 'google' ? knowsGemini : knowsClaudeHere;
  const asked = { model, knows, free };
  const refused = await check(request, { credential, ofFamily }, asked, refusals, dependencies);
  if (refused) return refused;
  // Whether there is no such project, or it may not be used, Google does not tell apart.
  if (project !== undefined && !isExample(project)) return refusals.forbidden(model);
  // Vertex separates the date of a Claude version with "@"; a dash makes another name.
  if (publisher === 'anthropic' && /-\d{8}$/.test(model)) return refusals.modelMissing(model);
  if (publisher === 'google') {
    const sse = url.searchParams.get('alt') === 'sse';
    return gemini(body, { verb: geminiVerb(verb), model, sse });
  }
  return claude(body, { model, streams: verb === 'streamRawPredict', counts });
};

/** To count is a model of its own there. */
const knowsClaudeHere = (model: string) => model === 'count-tokens' || knowsClaude(model);

const geminiVerb = (verb: string): GeminiVerb =>
  verb === 'countTokens' || verb === 'streamGenerateContent' ? verb : 'generateContent';

const nothing = z.strictObject({});
const emptyBody = (body: string | undefined) => nothing.safeParse(parsed(body)).success;

/** Claude's own checks come only after all of Google's. */
function claude(
  body: string | undefined,
  { model, streams, counts }: { model: string; streams: boolean; counts: boolean },
): Answer {
  if (counts) return countTokens(body);
  const fields = z.looseObject({}).safeParse(parsed(body)).data;
  if (fields && 'messages' in fields && !('anthropic_version' in fields)) {
    return badArgument('anthropic_version: Field required');
  }
  if (fields && 'model' in fields) return badArgument('model: Extra inputs are not permitted');
  const streamed = streams && fields ? JSON.stringify({ ...fields, stream: true }) : body;
  return completeMessages(streamed, model);
}
