import { isLoopback } from '../core/loopback.ts';
import type { TestCall, ConnectionTest } from '../vendors/test-requests.ts';
import type { TestOptions } from './dependencies.ts';

const seconds = (count: number) => count * 1_000;

/**
 * Time limits in seconds by the destination (a cloud, a configured endpoint, or an endpoint in the
 * local network, which may load a model of many gigabytes first) and by the kind of request.
 * Connecting has its own limit.
 */
const limits = {
  cloud: { control: 10, generate: 30, structured: 60, grammar: 180 },
  endpoint: { control: 10, generate: 120, structured: 120, grammar: 180 },
  near: { control: 10, generate: 300, structured: 300, grammar: 300 },
} as const satisfies Record<
  ConnectionTest['patience'] | 'near',
  Record<TestCall['patience'], number>
>;

/** Private IPv4 and IPv6 ranges, and names that only a local network knows. */
const privateHost =
  /^(?:10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|\[f[cd][\da-f:]+\]|[^.:]+|.+\.(?:local|internal|lan))$/;

/**
 * Milliseconds for one request. A limit set by the user replaces the default for requests that
 * generate; for other requests it can only shorten it.
 */
export function limitMs(
  where: ConnectionTest['patience'],
  { patience, request }: Pick<TestCall, 'patience' | 'request'>,
  { timeoutMs }: Pick<TestOptions, 'timeoutMs'>,
): number {
  const host = URL.canParse(request.url) ? new URL(request.url).hostname : '';
  const near = where === 'endpoint' && (isLoopback(host) || privateHost.test(host));
  const usual = seconds(limits[near ? 'near' : where][patience]);
  return patience === 'control' ? Math.min(usual, timeoutMs ?? usual) : (timeoutMs ?? usual);
}

/** Milliseconds for all requests to a provider; at least the user's limit for one request. */
export function wholeMs(
  where: ConnectionTest['patience'],
  { timeoutMs = 0 }: Pick<TestOptions, 'timeoutMs'>,
): number {
  return Math.max(where === 'cloud' ? seconds(300) : seconds(900), timeoutMs);
}
