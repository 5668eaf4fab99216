import type { HttpRequest, HttpResponse, Send } from '../../src/core/http.ts';
import type { TestReport } from '../../src/connection-test/result.ts';
import type { TestCall, ConnectionTest } from '../../src/vendors/test-requests.ts';
import type { Reading } from '../../src/vendors/reading.ts';
import { Redactor } from '../../src/core/redactor.ts';
import {
  openBudget,
  testConnection,
  type TestEvent,
  type TestOptions,
  type EngineDependencies,
} from '../../src/connection-test/run.ts';

/** A type made for the tests of the engine: its answers say in JSON how they are to be read. */

export const key = 'sk-canary-0123456789abcdef';
export const begun = new Date('2026-01-02T03:04:05Z');

/** An answer whose body is its reading. */
export function says(cause: Reading['cause'], extra: Partial<Reading> = {}): HttpResponse {
  const { status = cause === 'OK' ? 200 : 400 } = extra;
  return {
    status,
    headers: {},
    body: JSON.stringify({ ...extra, status, cause, recognised: true }),
  };
}

/** Answers in this order; the last one again and again. */
export function inTurn(...answers: readonly (HttpResponse | Error)[]): Send {
  let turn = 0;
  return () => {
    const answer = answers[Math.min(turn++, answers.length - 1)];
    if (answer === undefined) throw new Error('the test gave no answer');
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
}

export function readingIn(body: string): Reading {
  const value: unknown = JSON.parse(body);
  if (isReading(value)) return value;
  throw new Error('the test gave no reading');
}

function isReading(value: unknown): value is Reading {
  return typeof value === 'object' && value !== null && 'cause' in value;
}

/** A request for a model, to a path that tells what it asks for. */
export function ask(model: string, path = 'generate', extra: Partial<TestCall> = {}): TestCall {
  return {
    title: path,
    request: {
      method: 'POST',
      url: `https://llm.example.com/${path}/${model}`,
      headers: { authorization: `Bearer ${key}` },
      body: '{}',
    },
    read: ({ body }) => readingIn(body),
    outputTokens: 64,
    patience: 'generate',
    ...extra,
  };
}

/** One word each: the path and the model of a request. */
export const asked = ({ url }: HttpRequest) => url.pathname.slice(1);
export const modelOf = ({ url }: HttpRequest) => url.pathname.split('/').at(-1) ?? '';

export const simple: ConnectionTest = {
  patience: 'cloud',
  generate: ({ model }) => ({ first: ask(model), fallbacks: [] }),
};

export interface Circumstances {
  readonly probe?: Partial<ConnectionTest>;
  readonly models?: readonly string[];
  readonly options?: Partial<TestOptions>;
  readonly world?: Partial<EngineDependencies>;
}

export interface Probed {
  readonly report: TestReport;
  /** Requests in the order in which they were sent. */
  readonly sent: readonly HttpRequest[];
  readonly slept: readonly number[];
  readonly events: readonly TestEvent[];
}

/** Runs the engine with a clock that only moves when something sleeps. */
export async function probed(send: Send, circumstances: Circumstances = {}): Promise<Probed> {
  const { models = ['a'] } = circumstances;
  const test = { ...simple, ...circumstances.probe };
  const redactor = new Redactor();
  redactor.hold(key);
  const sent: HttpRequest[] = [];
  const slept: number[] = [];
  const events: TestEvent[] = [];
  let time = begun.getTime();
  const report = await testConnection(
    {
      provider: 'test-type',
      plane: 'Port',
      models,
      secrets: test.keyless ? [] : ['key'],
      test,
    },
    {
      send: (request) => {
        sent.push(request);
        return send(request);
      },
      now: () => new Date(time),
      sleep: (milliseconds) => {
        slept.push(milliseconds);
        time += milliseconds;
        return Promise.resolve();
      },
      random: () => 0,
      redact: (text) => redactor.redact(text),
      hold: (value) => redactor.hold(value),
      signal: new AbortController().signal,
      caller: 'this-machine',
      provedFrom: 'this machine',
      budget: openBudget(),
      progress: (event) => events.push(event),
      ...circumstances.world,
    },
    { generate: true, stream: false, structured: false, ...circumstances.options },
  );
  return { report, sent, slept, events };
}
