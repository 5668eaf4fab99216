import { describe, expect, test } from 'vitest';
import { PortaiError } from '../../../src/core/errors.ts';
import { isExempt, proxySettings } from '../../../src/http/proxy-settings.ts';

describe('the proxy of the environment', () => {
  test('is none when no variable, or only empty ones, are set', () => {
    expect(proxySettings({})).toBeUndefined();
    expect(proxySettings({ https_proxy: '', HTTP_PROXY: ' ', NO_PROXY: 'x' })).toBeUndefined();
  });

  test('is not masked by an empty lower-case variable', () => {
    const env = {
      https_proxy: '',
      HTTPS_PROXY: 'http://proxy.test:3128',
      no_proxy: ' ',
      NO_PROXY: 'a,b',
    };
    expect(proxySettings(env)).toEqual({
      variable: 'HTTPS_PROXY',
      url: 'http://proxy.test:3128/',
      host: 'proxy.test:3128',
      except: 'a,b',
    });
  });

  test('is the lower-case one when both are set, as for curl', () => {
    const env = { https_proxy: 'http://low.test', HTTPS_PROXY: 'http://high.test' };
    expect(proxySettings(env)).toMatchObject({ host: 'low.test' });
  });

  test('is HTTP_PROXY when HTTPS_PROXY is not set', () => {
    expect(proxySettings({ HTTP_PROXY: 'http://proxy.test:1' })).toMatchObject({
      host: 'proxy.test:1',
    });
  });

  test('may lack the scheme and have blanks around it', () => {
    expect(proxySettings({ HTTPS_PROXY: ' proxy.test:3128 ' })).toMatchObject({
      url: 'http://proxy.test:3128/',
    });
  });

  test('shows host and port only', () => {
    expect(proxySettings({ HTTPS_PROXY: 'http://user:hidden@proxy.test:3128' })?.host).toBe(
      'proxy.test:3128',
    );
  });

  test.each([
    'http://user:hidden@',
    'socks5://user:hidden@proxy.test',
    'http://u:hidden%zz@p.test',
  ])('that cannot be used is a usage error without its password (%s)', (url) => {
    const read = () => proxySettings({ https_proxy: url });
    expect(read).toThrow(PortaiError);
    expect(read).toThrow('https_proxy is not the URL of an HTTP proxy');
    expect(read).not.toThrow('hidden');
  });
});

test.each([
  'http://x#hunter2@proxy.test:3128',
  'http://me:pw#hunter2@proxy.test:3128',
  'http://me:hunter2?more@proxy.test:3128',
  'http://me/hunter2@proxy.test:3128',
  'http://proxy.test:3128/#hunter2',
])('%s, whose end is taken for a path, is a usage error that names the variable alone', (url) => {
  for (const name of ['HTTPS_PROXY', 'http_proxy']) {
    const reading = () => proxySettings({ [name]: url });
    expect(reading).toThrow(`${name} is not the URL of an HTTP proxy`);
    expect(reading).toThrow(PortaiError);
    expect(reading).not.toThrow(/hunter2/);
  }
});

describe('NO_PROXY', () => {
  // Source: the reading of undici's EnvHttpProxyAgent, which decides what is sent where.
  test.each([
    ['', false],
    ['*', true],
    ['api.port.io', true],
    ['other.io, api.port.io', true],
    ['port.io', true],
    ['.port.io', true],
    ['*.port.io', true],
    ['API.PORT.IO', true],
    ['api.port.io:443', true],
    ['api.port.io:8443', false],
    ['rt.io', false],
    ['api.port.io.example.com', false],
  ])('%s', (except, exempt) => {
    expect(isExempt(new URL('https://api.port.io/v1'), except)).toBe(exempt);
  });
});
