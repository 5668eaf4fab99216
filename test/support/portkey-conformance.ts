import type { ErrorObject } from 'ajv';
import { jsonIn } from '../../src/core/text/json.ts';
import { problemsOfAnswer } from './portkey-answers.ts';
import { operationOf, requestCheck } from './portkey-contract.ts';
import type { PortkeyExchange } from './portkey-traffic.ts';

/**
 * Calls that the companion of the document leaves out: it has the part that administers, not the gateway.
 */
const leftOut: readonly string[] = ['POST /chat/completions'];

/**
 * Values that the document forbids by a fault of its own, by the last word of their place: null clears a
 * threshold. Source: Portkey's backend changelog, and reference §3 row 33.
 */
const mayBeNull: readonly string[] = ['alert_threshold'];

/** True if a schema refuses a value by nothing but a known fault. */
const isFault = ({ instancePath, data }: ErrorObject) =>
  data === null && mayBeNull.includes(instancePath.split('/').at(-1) ?? '');

const checks = new Map<string, ReturnType<typeof requestCheck>>();

/** What Portkey's document has against an exchange: a sentence for each problem. */
export function problemsOfExchange({
  path: whole,
  request: { method, body },
  answer,
  from,
  by,
}: PortkeyExchange): readonly string[] {
  const { pathname, searchParams } = new URL(whole, 'https://portkey.example');
  const what = `${method} ${pathname}`;
  if (leftOut.includes(what)) return [];
  const operation = operationOf(method, pathname);
  if (!operation) return from === 'portai' ? [`${what}: the document has no such operation`] : [];
  const { path, parameters } = operation;
  const ofRequest = () => {
    const key = `${method} ${path}`;
    if (!checks.has(key)) checks.set(key, requestCheck(method, pathname));
    const check = checks.get(key);
    const isAllowed = body === undefined || !check || check(jsonIn(body));
    const refusals = isAllowed ? [] : (check.errors ?? []).filter((error) => !isFault(error));
    const unknown = [...searchParams.keys()].filter((name) => !parameters.includes(name));
    return [
      ...unknown.map((name) => `${what}: the document has no parameter ${name}`),
      ...refusals.map((error) => `${what}: ${body ?? ''} is refused: ${JSON.stringify(error)}`),
    ];
  };
  const problems =
    by === 'the sandbox' ? problemsOfAnswer(method, path, answer.status, jsonIn(answer.body)) : [];
  return [
    ...(from === 'portai' ? ofRequest() : []),
    ...problems.map(
      (problem) => `${what}: ${answer.status} ${answer.body}: ${JSON.stringify(problem)}`,
    ),
  ];
}
