import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { HttpRequest, HttpResponse } from '../../domain/http.ts';
import { signAwsRequest } from '../../domain/sigv4.ts';
import {
  decide,
  htmlAnswer,
  jsonAnswer,
  parsed,
  type Answers,
  type SimulationWorld,
} from './vendor.ts';

/** AWS: the Converse call of Bedrock, and AssumeRole of STS. */

const refusal = (status: number, type: string, message: string) =>
  jsonAnswer(status, { message }, { 'x-amzn-errortype': type });

const notAuthorized = (model: string) =>
  refusal(
    403,
    'AccessDeniedException',
    `User: arn:aws:sts::111122223333:assumed-role/simulated is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:*::foundation-model/${model} because no identity-based policy allows the bedrock:InvokeModel action`,
  );

const answers: Answers = {
  completion: () =>
    jsonAnswer(200, {
      output: { message: { role: 'assistant', content: [{ text: 'pong' }] } },
      stopReason: 'end_turn',
      usage: { inputTokens: 12, outputTokens: 1, totalTokens: 13 },
      metrics: { latencyMs: 1 },
    }),
  noCredential: () =>
    refusal(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token'),
  unauthorized: () =>
    jsonAnswer(
      403,
      {
        __type: 'UnrecognizedClientException',
        message: 'The security token included in the request is invalid.',
      },
      { 'x-amzn-errortype': 'UnrecognizedClientException' },
    ),
  forbidden: notAuthorized,
  noQuota: () =>
    refusal(
      429,
      'ThrottlingException',
      'Too many tokens per day, please wait before trying again.',
    ),
  rateLimit: () =>
    refusal(429, 'ThrottlingException', 'Too many requests, please wait before trying again.'),
  html: htmlAnswer,
  down: () =>
    refusal(503, 'ServiceUnavailableException', 'Bedrock is unable to process your request.'),
  modelMissing: () =>
    refusal(
      404,
      'ResourceNotFoundException',
      'Could not resolve the foundation model from the provided model identifier.',
    ),
  modelDenied: () =>
    refusal(
      403,
      'AccessDeniedException',
      "You don't have access to the model with the specified model ID.",
    ),
  badRequest: () => refusal(400, 'ValidationException', 'The body is not a Converse request.'),
  wrongPath: () => refusal(404, 'UnknownOperationException', 'Unknown operation'),
};

/** Marks what the simulation itself handed out. It guards nothing: nothing real is behind it. */
const mark = (text: string) =>
  createHmac('sha256', 'simulated sts').update(text).digest('hex').slice(0, 40);

const converseBody = z.looseObject({ messages: z.array(z.looseObject({})).min(1) });
const session = z.object({ accessKeyId: z.string(), role: z.string(), expires: z.number() });

function openSession(token: string, now: Date): z.infer<typeof session> | undefined {
  const [body = '', signature] = token.split('.');
  if (mark(body) !== signature) return undefined;
  const { data } = session.safeParse(parsed(Buffer.from(body, 'base64url').toString()));
  return data && data.expires > now.getTime() ? data : undefined;
}

const scope =
  /^AWS4-HMAC-SHA256 Credential=([A-Z0-9]{20})\/(\d{8})\/([a-z0-9-]+)\/bedrock\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=[0-9a-f]{64}$/;

/**
 * Whose words decide: a long-lived key id speaks for itself, temporary keys for the role they came
 * from. Undefined when the credential cannot be one, or the signature over temporary keys is wrong.
 */
function speaker(request: HttpRequest, now: Date): string | undefined {
  const authorization = request.headers['authorization'] ?? '';
  const [, accessKeyId = '', , region = '', names = ''] = scope.exec(authorization) ?? [];
  if (accessKeyId.startsWith('AKIA')) return accessKeyId;
  const sessionToken = request.headers['x-amz-security-token'] ?? '';
  const opened = openSession(sessionToken, now);
  if (!accessKeyId.startsWith('ASIA') || opened?.accessKeyId !== accessKeyId) return undefined;
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(
    request.headers['x-amz-date'] ?? '',
  );
  if (!date) return undefined;
  const [, year, month, day, hour, minute, second] = date.map(Number);
  const at = new Date(
    Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0),
  );
  const added = new Set(['x-amz-date', 'x-amz-security-token', 'host', 'authorization']);
  const signed = names.split(';').filter((name) => !added.has(name));
  const expected = signAwsRequest(
    {
      ...request,
      headers: Object.fromEntries(signed.map((name) => [name, request.headers[name] ?? ''])),
    },
    {
      service: 'bedrock',
      region,
      accessKeyId,
      secretAccessKey: mark(accessKeyId),
      sessionToken,
    },
    at,
  );
  return expected['authorization'] === authorization ? opened.role : undefined;
}

/** bedrock-runtime.*.amazonaws.com: key ids of 20 characters that begin with AKIA, or keys from the STS here. */
export function bedrock(request: HttpRequest, world: SimulationWorld): Promise<HttpResponse> {
  const path = /^\/model\/([^/]+)\/converse$/.exec(request.url.pathname);
  const who = speaker(request, world.now());
  const signed = 'authorization' in request.headers;
  const readable = converseBody.safeParse(parsed(request.body)).success;
  return decide(
    request,
    {
      credential: signed ? (who ?? '') : undefined,
      ofFamily: who !== undefined,
      model: decodeURIComponent(path?.[1] ?? ''),
      instead:
        request.method !== 'POST' || !path ? 'wrongPath' : readable ? undefined : 'badRequest',
    },
    answers,
    world,
  );
}

const xml = (status: number, body: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body,
});

const stsError = (status: number, code: string, message: string) =>
  xml(
    status,
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>simulated</RequestId></ErrorResponse>`,
  );

/**
 * sts.*.amazonaws.com, AssumeRole: a role whose name contains `denied` cannot be assumed; one whose
 * name contains `external` only with an external id of 8 characters or more without `wrong` in it.
 */
export function sts(request: HttpRequest, { now }: SimulationWorld): Promise<HttpResponse> {
  const form = new URLSearchParams(request.body ?? '');
  const [, account, role] =
    /^arn:aws:iam::(\d{12}):role\/([\w+=,.@-]+)$/.exec(form.get('RoleArn') ?? '') ?? [];
  if (form.get('Action') !== 'AssumeRole' || account === undefined || role === undefined) {
    return Promise.resolve(
      stsError(400, 'ValidationError', 'Only AssumeRole of a role is simulated.'),
    );
  }
  const externalId = form.get('ExternalId') ?? '';
  const trusted = !/external/i.test(role) || /^(?!.*wrong).{8,}$/i.test(externalId);
  if (/denied/i.test(role) || !trusted) {
    return Promise.resolve(
      stsError(
        403,
        'AccessDenied',
        `User: arn:aws:sts::111122223333:assumed-role/port/simulated is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${account}:role/${role}`,
      ),
    );
  }
  const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
  const expires = now().getTime() + 900_000;
  const body = Buffer.from(JSON.stringify({ accessKeyId, role, expires })).toString('base64url');
  return Promise.resolve(
    xml(
      200,
      `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${mark(accessKeyId)}</SecretAccessKey><SessionToken>${body}.${mark(body)}</SessionToken><Expiration>${new Date(expires).toISOString()}</Expiration></Credentials><AssumedRoleUser><Arn>arn:aws:sts::${account}:assumed-role/${role}/port-llm-gateway</Arn><AssumedRoleId>AROASIMULATED:port-llm-gateway</AssumedRoleId></AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>`,
    ),
  );
}
