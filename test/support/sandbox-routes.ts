import { z } from 'zod';
import type { HttpResponse, Method, Send } from '../../src/core/http.ts';
import { portSandbox, type PortSandboxOptions } from '../../src/sandbox/port/routes.ts';
import { simulatedProviders } from '../../src/sandbox/vendors/index.ts';
import { memoryStore } from '../../src/sandbox/store/store.ts';
import { sandboxToken, type MemberRole } from '../../src/sandbox/port/token.ts';

export const clock = () => new Date('2026-01-02T03:04:05Z');
export const noSleep = () => Promise.resolve();

/** An answer with its body read. */
export interface Answer extends HttpResponse {
  readonly json: unknown;
}

/** Sends one request to a management API; a body that is no text is sent as JSON. */
export async function request(
  send: Send,
  token: string | undefined,
  method: Method,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const answer = await send({
    method,
    url: new URL(`https://api.port.example${path}`),
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(text === undefined ? {} : { body: text }),
  });
  let json: unknown;
  try {
    json = JSON.parse(answer.body);
  } catch {
    json = undefined;
  }
  return { ...answer, json };
}

/** A fresh sandbox in memory, and how to ask it as an admin or a member. */
export function freshSandbox(options: Partial<PortSandboxOptions> = {}) {
  const store = options.store ?? memoryStore();
  const now = options.now ?? clock;
  const providers = simulatedProviders({ now, sleep: noSleep });
  const send = portSandbox({ now, sleep: noSleep, providers, ...options, store });
  const as = (role: MemberRole) => async (method: Method, path: string, body?: unknown) =>
    request(send, await sandboxToken(store, role, now), method, path, body);
  const admin = as('admin');
  return {
    store,
    send,
    admin,
    member: as('member'),
    addSecret: (secretName: string, secretValue: string) =>
      admin('POST', '/v1/organization/secrets', { secretName, secretValue }),
  };
}

const refused = z.looseObject({
  error: z.union([z.string(), z.looseObject({ name: z.string(), message: z.string() })]),
  message: z.string().optional(),
});

/** Name and words of a refusal in either envelope. */
export function refusalOf(answer: Answer): { status: number; name: string; message: string } {
  const { error, message = '' } = refused.parse(answer.json);
  return typeof error === 'string'
    ? { status: answer.status, name: error, message }
    : { status: answer.status, name: error.name, message: error.message };
}
