import { describe, expect, test } from 'vitest';
import { transportCauses, transportFailure } from '../../../../src/core/transport-causes.ts';
import { isTransportCause } from '../../../../src/core/transport-causes.ts';
import { routeChecks, type RouteFacts } from '../../../../src/operations/doctor/route-checks.ts';

const address = { value: 'https://api.port.io', source: { kind: 'default' } } as const;
const at = new Date('2026-01-15T12:00:00Z');
const answered = {
  value: { status: 401, sentAt: at, answeredAt: new Date(at.getTime() + 120) },
};

const facts = (changes: Partial<RouteFacts> = {}): RouteFacts => ({
  address,
  sandbox: false,
  route: { proxy: { value: undefined }, authorities: { value: [] } },
  door: answered,
  ...changes,
});

const verdictsOf = (changes: Partial<RouteFacts> = {}) => {
  const checks = routeChecks(facts(changes), { profile: 'default', address });
  return Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]));
};

const broken = (name: string, phase: 'connecting' | 'waiting' | 'reading') => {
  if (!isTransportCause(name)) throw new TypeError(name);
  const { failure } = transportFailure(name, `Cannot reach it: ${name}`, { details: { phase } });
  return { door: { failure } };
};

test('an API that asks for credentials is what is looked for', () => {
  expect(verdictsOf()).toEqual({
    ...{ proxy: 'skip', authorities: 'pass', dns: 'pass', connection: 'pass', tls: 'pass' },
    answer: 'pass',
  });
});

describe('the step at which it broke fails, those before pass, those after are unknown', () => {
  test.each([
    ['DNS_FAILED', 'connecting', 'dns'],
    ['CONNECT_REFUSED', 'connecting', 'connection'],
    ['CONNECT_TIMEOUT', 'connecting', 'connection'],
    ['PROXY_AUTH', 'connecting', 'connection'],
    ['PROXY_REFUSED', 'connecting', 'connection'],
    ['TIMEOUT', 'connecting', 'connection'],
    ['CONNECTION_RESET', 'connecting', 'connection'],
    ['TLS_UNTRUSTED', 'connecting', 'tls'],
    ['TLS_EXPIRED', 'connecting', 'tls'],
    ['TLS_HOSTNAME', 'connecting', 'tls'],
    ['TLS_PROTOCOL', 'connecting', 'tls'],
    ['TIMEOUT', 'waiting', 'answer'],
    ['CONNECTION_RESET', 'reading', 'answer'],
    ['NETWORK_ERROR', 'waiting', 'answer'],
    ['NOT_HTTP', 'reading', 'answer'],
    ['BODY_TOO_LARGE', 'reading', 'answer'],
    ['COMPRESSED', 'reading', 'answer'],
    ['REDIRECTED', 'reading', 'answer'],
  ] as const)('%s while %s: %s', (name, phase, step) => {
    const steps = ['dns', 'connection', 'tls', 'answer'];
    const found = verdictsOf(broken(name, phase));
    const expected = steps.map((each, index) => {
      const before = index < steps.indexOf(step);
      return [each, before ? 'pass' : each === step ? 'fail' : 'unknown'];
    });
    expect(found).toMatchObject(Object.fromEntries(expected));
  });

  test('every cause of the catalogue fails at one step, but for what cannot be sent', () => {
    for (const name of Object.keys(transportCauses)) {
      const fails = Object.values(verdictsOf(broken(name, 'waiting'))).filter(
        (verdict) => verdict === 'fail',
      );
      expect({ name, fails }).toEqual({ name, fails: ['fail'] });
    }
  });
});

test.each([
  ['https://api.port.io', { dns: 'skip', connection: 'pass' }, false],
  ['https://api.port.io', { dns: 'pass', connection: 'pass' }, true],
  ['https://192.0.2.7', { dns: 'skip' }, true],
  ['http://127.0.0.1:8080', { proxy: 'skip', dns: 'skip', tls: 'skip' }, false],
])('%s through a proxy: %o where NO_PROXY exempts it: %s', (value, verdicts, exempt) => {
  const proxy = { value: { variable: 'HTTPS_PROXY', host: 'proxy.test:3128', exempt } };
  const found = verdictsOf({
    address: { value, source: { kind: 'default' } },
    route: { proxy, authorities: { value: [] } },
  });
  expect(found).toMatchObject(verdicts);
});

test('a proxy that cannot be used leaves the way unknown', () => {
  const { failure } = transportFailure('CONFIG_INVALID', 'HTTPS_PROXY is not the URL of a proxy');
  expect(verdictsOf({ route: { proxy: { failure }, authorities: { value: [] } } })).toEqual({
    ...{ proxy: 'fail', authorities: 'pass', dns: 'unknown', connection: 'unknown' },
    ...{ tls: 'unknown', answer: 'unknown' },
  });
});

test('of an answer that is no API, name, connection and certificate are proved', () => {
  const failure = { name: 'html_answer', message: 'a web page', exit: 'unreachable' } as const;
  expect(verdictsOf({ door: { value: { ...answered.value, failure } } })).toMatchObject({
    ...{ dns: 'pass', connection: 'pass', tls: 'pass', answer: 'fail' },
  });
});
