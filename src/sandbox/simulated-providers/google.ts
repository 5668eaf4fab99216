import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { HttpRequest, HttpResponse } from '../../domain/http.ts';
import { message } from './anthropic.ts';
import {
  bearer,
  decide,
  htmlAnswer,
  jsonAnswer,
  parsed,
  type Answers,
  type SimulationWorld,
} from './vendor.ts';
import { outcomeOf } from './words.ts';

/** Google: the token endpoint for service accounts, and the models of Vertex AI. */

const refusal = (code: number, status: string, text: string): HttpResponse =>
  jsonAnswer(code, { error: { code, message: text, status } });

const answers: Answers = {
  completion: (model) =>
    jsonAnswer(200, {
      candidates: [
        { content: { role: 'model', parts: [{ text: 'pong' }] }, finishReason: 'STOP', index: 0 },
      ],
      usageMetadata: { promptTokenCount: 12, candidatesTokenCount: 1, totalTokenCount: 13 },
      modelVersion: model,
    }),
  noCredential: () => answers.unauthorized(''),
  unauthorized: () =>
    refusal(
      401,
      'UNAUTHENTICATED',
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
    ),
  forbidden: (model) =>
    refusal(
      403,
      'PERMISSION_DENIED',
      `Permission 'aiplatform.endpoints.predict' denied on resource '${model}' (or it may not exist).`,
    ),
  noQuota: () =>
    refusal(
      429,
      'RESOURCE_EXHAUSTED',
      'Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model. Please submit a quota increase request.',
    ),
  rateLimit: () =>
    refusal(429, 'RESOURCE_EXHAUSTED', 'Resource exhausted. Please try again later.'),
  html: htmlAnswer,
  down: () => refusal(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
  modelMissing: (model) =>
    refusal(
      404,
      'NOT_FOUND',
      `Publisher Model \`${model}\` was not found or your project does not have access to it.`,
    ),
  modelDenied: (model) =>
    refusal(
      403,
      'PERMISSION_DENIED',
      `Your project is not allowed to use Publisher Model \`${model}\``,
    ),
  badRequest: () => refusal(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.'),
  wrongPath: () => refusal(404, 'NOT_FOUND', 'The requested URL was not found.'),
};

/** With an API key a refusal is a 400, not a 401. */
const expressAnswers: Answers = {
  ...answers,
  unauthorized: () =>
    refusal(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.'),
};

/** Marks what the simulation itself handed out. It guards nothing: nothing real is behind it. */
const mark = (text: string) =>
  createHmac('sha256', 'simulated google').update(text).digest('base64url');

const claims = z.object({ iss: z.string(), scope: z.string(), aud: z.string(), exp: z.number() });

function tokenRefusal(error: string, description: string): HttpResponse {
  return jsonAnswer(400, { error, error_description: description });
}

/** oauth2.googleapis.com: a signed assertion of a service account for an access token. */
export function googleToken(request: HttpRequest, { now }: SimulationWorld): Promise<HttpResponse> {
  const assertion = new URLSearchParams(request.body ?? '').get('assertion') ?? '';
  const [, payload = '', signature = ''] = assertion.split('.');
  const { data } = claims.safeParse(parsed(Buffer.from(payload, 'base64url').toString()));
  const answer = (): HttpResponse => {
    if (!data || signature === '') {
      return tokenRefusal('invalid_grant', 'Invalid JWT Signature.');
    }
    if (!data.iss.endsWith('.gserviceaccount.com')) {
      return tokenRefusal('invalid_grant', 'Invalid grant: account not found');
    }
    const remaining = data.exp - now().getTime() / 1000;
    if (remaining <= 0 || remaining > 3660) {
      return tokenRefusal(
        'invalid_grant',
        'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.',
      );
    }
    const outcome = outcomeOf(data.iss, '');
    if (outcome === 'unauthorized') return tokenRefusal('invalid_grant', 'Invalid JWT Signature.');
    if (outcome === 'html' || outcome === 'down') return answers[outcome]('');
    const account = Buffer.from(data.iss).toString('base64url');
    return jsonAnswer(200, {
      access_token: `ya29.${account}.${mark(account)}`,
      expires_in: 3599,
      token_type: 'Bearer',
    });
  };
  return Promise.resolve(answer());
}

function accountOf(token: string | undefined): string | undefined {
  const [, account = '', signature] = token?.split('.') ?? [];
  return signature === mark(account) ? Buffer.from(account, 'base64url').toString() : undefined;
}

const modelPath =
  /\/publishers\/(google|anthropic)\/models\/([^/:]+):(generateContent|rawPredict)$/;
const contents = z.looseObject({ contents: z.array(z.looseObject({})).min(1) });
const messages = z.looseObject({
  anthropic_version: z.string(),
  messages: z.array(z.looseObject({})).min(1),
});

/** (*-)aiplatform.googleapis.com: Gemini and Claude, with a token from here or an express mode key. */
export function vertex(request: HttpRequest, world: SimulationWorld): Promise<HttpResponse> {
  const [, publisher, encoded = '', verb] = modelPath.exec(request.url.pathname) ?? [];
  const claude = publisher === 'anthropic';
  const rightPath =
    request.method === 'POST' && verb === (claude ? 'rawPredict' : 'generateContent');
  const readable = (claude ? messages : contents).safeParse(parsed(request.body)).success;
  const express = claude ? undefined : request.headers['x-goog-api-key'];
  const token = bearer(request);
  const credential = express ?? (token === undefined ? undefined : (accountOf(token) ?? ''));
  return decide(
    request,
    {
      credential,
      ofFamily: express === undefined ? credential !== '' : !express.startsWith('sk-'),
      model: decodeURIComponent(encoded),
      instead: !rightPath ? 'wrongPath' : readable ? undefined : 'badRequest',
    },
    {
      ...(express === undefined ? answers : expressAnswers),
      ...(claude ? { completion: message } : {}),
    },
    world,
  );
}
