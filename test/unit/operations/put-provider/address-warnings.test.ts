import { describe, expect, test } from 'vitest';
import { addressWarnings } from '../../../../src/operations/put-provider/address-warnings.ts';

const at = (baseUrl: string, secret = 'gateway-key') => ({ baseUrl, apiKeySecretName: secret });
const codes = (...given: Parameters<typeof addressWarnings>) =>
  addressWarnings(...given).map(({ code }) => code);

describe('the address of an endpoint', () => {
  test('that only this network reaches is warned of, new or changed', () => {
    expect(codes(undefined, at('http://localhost:4000/v1'))).toEqual(['private_address']);
    expect(codes(undefined, at('https://llm.example.com/v1'))).toEqual([]);
  });

  test('of another host gets a key that was for the first: that is said, with the name of the secret', () => {
    const [warning] = addressWarnings(at('https://a.example/v1'), at('http://b.example/v1'));
    expect(warning).toMatchObject({ code: 'secret_goes_elsewhere' });
    expect(warning?.message).toContain('gateway-key to b.example');
    expect(warning?.message).toContain('without encryption');
    expect(warning?.message).toContain('it was for a.example');
  });

  test('of the same host, or with another secret, goes without', () => {
    expect(codes(at('https://a.example/v1'), at('https://a.example/v2'))).toEqual([]);
    expect(codes(at('https://a.example/v1'), at('https://b.example/v1', 'other'))).toEqual([]);
    expect(codes({ apiKeySecretName: 'k' }, { apiKeySecretName: 'k' })).toEqual([]);
  });
});
