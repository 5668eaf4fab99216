import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addressRemarks,
  azureOrigin,
  originOf,
  otherOrigin,
} from '../../../../src/vendors/azure/address.ts';

const invalid = expect.objectContaining({ name: 'CONFIG_INVALID' });

describe('the address of a resource', () => {
  test.each([
    ['https://rx.openai.azure.com', 'https://rx.openai.azure.com'],
    ['https://rx.openai.azure.com/', 'https://rx.openai.azure.com'],
    ['https://rx.openai.azure.com/openai/v1/', 'https://rx.openai.azure.com'],
    [
      'https://rx.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21',
      'https://rx.openai.azure.com',
    ],
    ['https://rx.services.ai.azure.com/anthropic', 'https://rx.services.ai.azure.com'],
    ['https://rx.services.ai.azure.com/anthropic/v1/messages', 'https://rx.services.ai.azure.com'],
    ['https://rx.services.ai.azure.com/api/projects/p', 'https://rx.services.ai.azure.com'],
    ['https://apim.example.com/llm/openai/v1', 'https://apim.example.com/llm'],
    ['https://apim.example.com/llm/anthropic/', 'https://apim.example.com/llm'],
    ['https://apim.example.com/openai-prod', 'https://apim.example.com/openai-prod'],
    ['http://10.0.0.4:8080/', 'http://10.0.0.4:8080'],
  ])('%s is %s', (endpoint, origin) => {
    expect(azureOrigin(endpoint)).toBe(origin);
    expect(originOf({ endpoint })).toBe(origin);
  });

  test.each(['', 'rx', 'rx.openai.azure.com', 'ftp://rx.openai.azure.com'])(
    'is not %j',
    (endpoint) => {
      expect(() => azureOrigin(endpoint)).toThrow(invalid);
    },
  );
});

describe('the name of a resource', () => {
  const pasted =
    'The resource name holds an address; tested with https://my-resource.openai.azure.com.';

  test.each([
    ['my-resource', []],
    ['https://my-resource.openai.azure.com/', [pasted]],
    ['my-resource.openai.azure.com', [pasted]],
    ['my-resource.services.ai.azure.com/openai', [pasted]],
  ])('%s becomes its host', (resourceName, remarks) => {
    expect(originOf({ resourceName })).toBe('https://my-resource.openai.azure.com');
    expect(addressRemarks({ resourceName }, 'Port')).toEqual(remarks);
  });

  test.each([
    '',
    'evil.example/',
    'evil.example#',
    'evil.example?x=',
    'user@evil.example/',
    'my-resource.openai.azure.com.evil.example',
    'my-resource.openai.azure.com@evil.example',
    'my resource',
    '-x',
  ])('%j is none: no key goes astray', (resourceName) => {
    expect(() => originOf({ resourceName })).toThrow(invalid);
  });

  test('whatever it is, the host is one of Azure', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain()), (resourceName) => {
        try {
          const { host, pathname } = new URL(originOf({ resourceName }));
          expect(host).toMatch(/^[a-z0-9-]+\.openai\.azure\.com$/i);
          expect(pathname).toBe('/');
        } catch (error) {
          expect(error).toEqual(invalid);
        }
      }),
    );
  });
});

test('a resource has two host names, and a gateway in front of it only its own', () => {
  expect(otherOrigin('https://rx.openai.azure.com')).toBe('https://rx.services.ai.azure.com');
  expect(otherOrigin('https://rx.services.ai.azure.com')).toBe('https://rx.openai.azure.com');
  expect(otherOrigin('https://rx.cognitiveservices.azure.com')).toBe('https://rx.openai.azure.com');
  expect(otherOrigin('https://apim.example.com/llm')).toBeUndefined();
  expect(otherOrigin('https://rx.openai.azure.com.evil.example')).toBeUndefined();
});

describe('what was not taken as it stands is said', () => {
  test.each(['https://RX.openai.azure.com', 'https://rx.openai.azure.com/'])('not of %s', (url) => {
    expect(addressRemarks({ endpoint: url }, 'Port')).toEqual([]);
  });

  test('of a route that was pasted along', () => {
    expect(addressRemarks({ endpoint: 'https://rx.openai.azure.com/openai/v1' }, 'Port')).toEqual([
      'Tested at https://rx.openai.azure.com; whether Port takes https://rx.openai.azure.com/openai/v1 alike is not known.',
    ]);
  });
});
