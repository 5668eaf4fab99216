import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPrivateHost, privateHostRemark } from '../../../src/vendors/private-host.ts';

describe("an address that Port's cloud cannot reach is told by its name", () => {
  test.each([
    'http://localhost:4000/v1',
    'http://LOCALHOST./v1',
    'http://127.0.0.1',
    'http://127.1:8080',
    'http://0.0.0.0:11434/v1',
    'http://10.0.0.5:4000',
    'http://10.1/v1',
    'http://0x0a000005/v1',
    'http://172.16.0.1',
    'http://172.31.255.255',
    'http://192.168.1.20/v1',
    'http://169.254.169.254/latest',
    'http://100.64.0.1',
    'http://[::1]:8080',
    'http://[::]/v1',
    'http://[fd12:3456::1]/v1',
    'http://[fc00::1]/v1',
    'http://[fe80::1]/v1',
    'http://[::ffff:10.0.0.5]/v1',
    'http://litellm:4000/v1',
    'https://llm.internal/v1',
    'https://llm.prod.internal./v1',
    'https://gpu.local/v1',
    'https://litellm.ai.svc/v1',
    'https://litellm.ai.svc.cluster.local/v1',
    'http://host.docker.internal:11434/v1',
  ])('%s', (url) => {
    const { hostname } = new URL(url);
    expect(privateHostRemark(url, 'Port')).toEqual([
      `Port's cloud cannot reach ${hostname}: this address is private.`,
    ]);
  });

  test.each([
    'https://llm.example.com/v1',
    'https://10.example.com/v1',
    'https://internal.example.com/v1',
    'https://local.example/v1',
    'https://8.8.8.8/v1',
    'https://172.15.0.1',
    'https://172.32.0.1',
    'https://100.128.0.1',
    'https://192.169.0.1',
    'https://[2001:db8::1]/v1',
    'https://[::ffff:8.8.8.8]/v1',
    'https://fd.example.com',
    'not a url',
    '',
  ])('%s is not one', (url) => {
    expect(privateHostRemark(url, 'Port')).toEqual([]);
  });

  test('whatever the case of its letters', () => {
    const hosts = fc.constantFrom('gpu.LOCAL', 'LiteLLM', 'x.Internal', '[FD00::1]', 'LocalHost');
    fc.assert(
      fc.property(hosts, (host) => {
        expect(isPrivateHost(host)).toBe(true);
        expect(isPrivateHost(host.toLowerCase())).toBe(true);
      }),
    );
  });

  test('every address of the ranges of RFC 1918', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const start = fc.oneof(
      fc.tuple(fc.constant(10), byte),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 })),
      fc.tuple(fc.constant(192), fc.constant(168)),
    );
    fc.assert(
      fc.property(start, byte, byte, ([a, b], c, d) => {
        expect(isPrivateHost([a, b, c, d].join('.'))).toBe(true);
      }),
    );
  });
});
