import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readOrigin } from '../../../src/core/origin.ts';

describe('an API address', () => {
  test.each([
    ['https://api.port.io', 'https://api.port.io'],
    ['https://api.port.io/', 'https://api.port.io'],
    ['https://api.port.io/v1', 'https://api.port.io'],
    ['https://api.getport.io/v1/', 'https://api.getport.io'],
    [' https://API.us.port.io// ', 'https://api.us.port.io'],
    ['https://port.example.com:8443/v1', 'https://port.example.com:8443'],
    ['http://127.0.0.1:4000/v1', 'http://127.0.0.1:4000'],
    ['http://localhost:4000', 'http://localhost:4000'],
    ['http://[::1]:4000/', 'http://[::1]:4000'],
  ])('%s is the origin %s', (text, value) => {
    expect(readOrigin(text)).toEqual({ value });
  });

  test.each([
    ['api.port.io', 'whole URL'],
    ['localhost:4000', 'whole URL'],
    ['ftp://api.port.io', 'whole URL'],
    ['', 'whole URL'],
    ['https://', 'whole URL'],
    ['http://api.port.io', 'must be https'],
    ['http://127.0.0.1.example.com', 'must be https'],
    ['https://me@api.port.io', 'user name or password'],
    ['https://me:secret@api.port.io', 'user name or password'],
    ['https://:secret@api.port.io', 'user name or password'],
    ['https://api.port.io/v2', 'must end after the host'],
    ['https://api.port.io/v1/llm-providers', 'must end after the host'],
    ['https://proxy.example.com/port/v1', 'must end after the host'],
    ['https://api.port.io/?a=1', 'must end after the host'],
    ['https://api.port.io/#v1', 'must end after the host'],
  ])('"%s" is refused: %s', (text, words) => {
    const reading = readOrigin(text);
    expect('problem' in reading && reading.problem).toContain(words);
  });

  test('reads the same with and without /v1, and when its own answer is read again', () => {
    fc.assert(
      fc.property(fc.webAuthority({ withPort: true }), (authority) => {
        const reading = readOrigin(`https://${authority}`);
        expect(readOrigin(`https://${authority}/v1/`)).toEqual(reading);
        expect(readOrigin('value' in reading ? reading.value : '')).toEqual(reading);
      }),
    );
  });
});
