import { z } from 'zod';
import type { HttpRequest, HttpResponse } from '../../domain/http.ts';
import { isSlow, outcomeOf, slowMs, type Outcome } from './words.ts';

export interface SimulationWorld {
  readonly now: () => Date;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** What a vendor reads from a request: who asks, and for which model. */
export interface Asked {
  /** The words of the credential; undefined when none came. */
  readonly credential: string | undefined;
  /** Whether the credential can be one of this vendor's at all. */
  readonly ofFamily: boolean;
  readonly model: string;
  /** A finding that goes before the words: a wrong path, an unreadable body. */
  readonly instead?: Outcome | undefined;
}

/** A vendor's answers, by what came of a request. */
export type Answers = Readonly<Record<Outcome, (model: string) => HttpResponse>>;

export const jsonAnswer = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** What stands in front of an API and is not one. */
export const htmlAnswer = (): HttpResponse => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html><html><head><title>Sign in</title></head><body><form></form></body></html>',
});

/** Lets the credential and the model decide, after the wait that a `slow` credential asks for. */
export async function decide(
  request: HttpRequest,
  asked: Asked,
  answers: Answers,
  world: SimulationWorld,
): Promise<HttpResponse> {
  const { credential, model } = asked;
  if (credential !== undefined && isSlow(credential)) await world.sleep(slowMs, request.signal);
  const outcome =
    asked.instead ??
    (credential === undefined
      ? 'noCredential'
      : asked.ofFamily
        ? outcomeOf(credential, model)
        : 'unauthorized');
  return answers[outcome](model);
}

const chatBody = z.looseObject({
  model: z.string().min(1),
  messages: z.array(z.looseObject({ role: z.string() })).min(1),
  max_tokens: z.number().positive().optional(),
});

/** The model of a chat or messages body; undefined when it is not one. */
export function chatOf(body: string | undefined): z.infer<typeof chatBody> | undefined {
  return chatBody.safeParse(parsed(body)).data;
}

export function parsed(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}

/** The token of an Authorization header. */
export function bearer(request: HttpRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
}
