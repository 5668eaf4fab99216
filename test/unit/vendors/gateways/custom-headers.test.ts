import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  customHeaderRemarks,
  headersToSend,
} from '../../../../src/vendors/gateways/custom-headers.ts';
import { headersIn } from '../../../../src/planes/port/provider-types/endpoint.ts';

const invalid = expect.objectContaining({ name: 'CONFIG_INVALID' });
const sent = (customHeaders: unknown) => headersToSend(headersIn({ customHeaders }));
const remarks = (customHeaders: unknown, credential?: 'authorization' | 'x-api-key') =>
  customHeaderRemarks(headersIn({ customHeaders }), credential, 'Port');

describe('custom headers', () => {
  test('go by lower-case names, which override ours', () => {
    expect(sent({ 'X-Team': 'platform', Authorization: 'Basic abc' })).toEqual({
      'x-team': 'platform',
      authorization: 'Basic abc',
    });
  });

  test.each([undefined, null, {}])('are none where the configuration holds %j', (headers) => {
    expect(sent(headers)).toEqual({});
    expect(remarks(headers, 'authorization')).toEqual([]);
  });

  test.each(['text', 7, ['a'], { 'x-a': 1 }, { 'x-a': null }])('are not %j', (headers) => {
    expect(() => sent(headers)).toThrow(invalid);
  });

  test('of the connection are left out, and named', () => {
    const headers = { Host: 'evil.example', 'Content-Length': '0', 'X-Team': 'platform' };
    expect(sent(headers)).toEqual({ 'x-team': 'platform' });
    expect(remarks(headers)).toEqual([
      'The custom header host was left out: the connection sets it.',
      'The custom header content-length was left out: the connection sets it.',
    ]);
  });

  test.each([
    { 'x-a': 'b\r\nx-admin: 1' },
    { 'x-a': 'b\nc' },
    { 'x-a\r\nx-admin': '1' },
    { 'x a': '1' },
    { '': '1' },
    { 'x-a': 'caf\u0113' },
    { 'x-a': '\0' },
  ])('that no message can carry are refused: %j', (headers) => {
    expect(() => sent(headers)).toThrow(invalid);
  });

  test('are refused without a word of their value', () => {
    expect(() => sent({ 'x-a': 'geheim\nwort' })).toThrow(/^(?!.*(?:geheim|wort))/s);
  });

  test('cannot smuggle line ends, whatever they hold', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\r\n', '\n', '\r', '\u0085', '\u2028', 'x-team', 'host', 'HOST', ': '),
    );
    const text = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.dictionary(text, text, { maxKeys: 4 }), (headers) => {
        try {
          for (const [name, value] of Object.entries(sent(headers))) {
            expect(name).toMatch(/^[!#$%&'*+.^_`|~0-9a-z-]+$/);
            expect(value).toMatch(/^[\t\x20-\x7e\x80-\xff]*$/);
            expect(name).not.toBe('host');
          }
        } catch (error) {
          expect(error).toEqual(invalid);
        }
      }),
    );
  });
});

describe('remarks on custom headers', () => {
  test('a header of the credential takes its place', () => {
    expect(remarks({ AUTHORIZATION: 'x' }, 'authorization')).toContain(
      'The custom header authorization takes the place of the stored credential.',
    );
    expect(remarks({ 'X-Api-Key': 'x' }, 'x-api-key')).toContain(
      'The custom header x-api-key takes the place of the stored credential.',
    );
  });

  test('two credentials are one too many', () => {
    expect(remarks({ authorization: 'x' }, 'x-api-key')).toContain(
      'Two credentials are sent: the stored one and the custom header authorization.',
    );
  });

  test('nothing takes the place of a credential that there is not', () => {
    expect(remarks({ authorization: 'x' })).toEqual([
      'Port stores custom headers in clear, authorization among them.',
    ]);
  });

  test.each([
    { 'cf-access-client-secret': 'x' },
    { 'x-portkey-api-key': 'x' },
    { 'x-gateway-token': 'x' },
    { cookie: 'x' },
    { 'x-plain': 'sk-0123456789abcdef0123456789' },
  ])('keys in clear are told by name or by value, without the value: %j', (headers) => {
    const [name = ''] = Object.keys(headers);
    expect(remarks(headers)).toEqual([`Port stores custom headers in clear, ${name} among them.`]);
  });

  test('a header without a secret needs no word', () => {
    expect(remarks({ 'x-team': 'platform', 'x-portkey-provider': 'openai' })).toEqual([]);
  });
});
