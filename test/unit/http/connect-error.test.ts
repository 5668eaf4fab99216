import { describe, expect, test } from 'vitest';
import { ConnectFailure, failedLeg, readConnectError } from '../../../src/http/connect-error.ts';

const coded = (code: string, cause?: unknown) =>
  Object.assign(new Error('something', { cause }), { code });

describe('the cause of a network error', () => {
  test.each([
    ['ENOTFOUND', 'DNS_FAILED'],
    ['EAI_AGAIN', 'DNS_FAILED'],
    ['ECONNREFUSED', 'CONNECT_REFUSED'],
    ['UND_ERR_CONNECT_TIMEOUT', 'CONNECT_TIMEOUT'],
    ['ETIMEDOUT', 'CONNECT_TIMEOUT'],
    ['EHOSTUNREACH', 'CONNECT_TIMEOUT'],
    ['ENETUNREACH', 'CONNECT_TIMEOUT'],
    ['ECONNRESET', 'CONNECTION_RESET'],
    ['EPIPE', 'CONNECTION_RESET'],
    ['UND_ERR_SOCKET', 'CONNECTION_RESET'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'TLS_UNTRUSTED'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'TLS_UNTRUSTED'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'TLS_UNTRUSTED'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'TLS_UNTRUSTED'],
    ['CERT_REVOKED', 'TLS_UNTRUSTED'],
    ['CERT_HAS_EXPIRED', 'TLS_EXPIRED'],
    ['CERT_NOT_YET_VALID', 'TLS_EXPIRED'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'TLS_HOSTNAME'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'TLS_PROTOCOL'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'TLS_PROTOCOL'],
    ['EPROTO', 'TLS_PROTOCOL'],
    ['HPE_INVALID_CONSTANT', 'NOT_HTTP'],
    ['EMFILE', 'NETWORK_ERROR'],
  ])('with code %s is %s, and the code is kept', (code, cause) => {
    expect(readConnectError(coded(code))).toMatchObject({ cause, code });
  });

  test.each([
    [407, 'PROXY_AUTH'],
    [403, 'PROXY_REFUSED'],
    [502, 'PROXY_REFUSED'],
    [503, 'PROXY_REFUSED'],
  ])('of a tunnel refused with %i is %s, although its code says "aborted"', (status, cause) => {
    const refused = Object.assign(
      new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`),
      { code: 'UND_ERR_ABORTED' },
    );
    const finding = readConnectError(new Error('cancelled', { cause: refused }));
    expect(finding.cause).toBe(cause);
    expect(finding).not.toHaveProperty('code');
  });

  test('is found at the far end of a chain', () => {
    const error = new TypeError('failed', {
      cause: new Error('middle', { cause: coded('ENOTFOUND') }),
    });
    expect(readConnectError(error)).toEqual({
      cause: 'DNS_FAILED',
      why: 'no such host',
      code: 'ENOTFOUND',
    });
  });

  test('is found among the addresses tried, the most telling one first', () => {
    const tried = new AggregateError([coded('ENETUNREACH'), coded('ECONNREFUSED')], 'all failed');
    expect(readConnectError(new Error('outer', { cause: tried }))).toMatchObject({
      cause: 'CONNECT_REFUSED',
    });
  });

  test('is a plain network error where nothing is known, also in a chain that bites its tail', () => {
    const error = new Error('odd');
    error.cause = error;
    expect(readConnectError(error)).toEqual({ cause: 'NETWORK_ERROR', why: 'network error' });
    expect(readConnectError('not an error')).toMatchObject({ cause: 'NETWORK_ERROR' });
  });

  test('never quotes the text of the error', () => {
    const error = new Error('connect to user:hidden@host', { cause: coded('ECONNREFUSED') });
    expect(JSON.stringify(readConnectError(error))).not.toContain('hidden');
  });
});

describe('the leg on which a connection failed', () => {
  test('is the innermost one', () => {
    const toProxy = new ConnectFailure('proxy', coded('ECONNREFUSED'));
    expect(failedLeg(new Error('outer', { cause: new ConnectFailure('tunnel', toProxy) }))).toBe(
      'proxy',
    );
  });

  test('is none once the connection was made', () => {
    expect(failedLeg(coded('ECONNRESET'))).toBeUndefined();
  });
});
