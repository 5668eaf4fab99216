import type { Env } from '../core/sources.ts';
import { transportFailure } from '../core/transport-causes.ts';

/** The proxy that the environment prescribes. */
export interface ProxySettings {
  /** The variable that says so. */
  readonly variable: string;
  /** The proxy for https addresses. An HTTP_PROXY alone counts for them as well. */
  readonly url: string;
  /** Host and port, without user and password, for messages. */
  readonly host: string;
  /** Hosts to reach directly, as NO_PROXY lists them; empty for none. */
  readonly except: string;
}

/**
 * Reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in capitals or small letters; an empty one counts as
 * unset. Returns undefined without a proxy. Throws a usage error, without the password, for a proxy
 * that cannot be used.
 */
export function proxySettings(env: Env): ProxySettings | undefined {
  const found = given(env, 'HTTPS_PROXY') ?? given(env, 'HTTP_PROXY');
  if (found === undefined) return undefined;
  const text = found.value.includes('://') ? found.value : `http://${found.value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    !endsAfterHost(url) ||
    !decodes(url)
  ) {
    throw transportFailure('CONFIG_INVALID', `${found.name} is not the URL of an HTTP proxy`, {
      hint: 'It looks like http://proxy.example.com:3128; characters such as #, /, @ or % in a password are percent-encoded.',
    });
  }
  const except = given(env, 'NO_PROXY')?.value ?? '';
  return { variable: found.name, url: url.href, host: url.host, except };
}

/** Returns true if NO_PROXY names the host of an address, in the way in which undici reads it. */
export function isExempt({ hostname, port, protocol }: URL, except: string): boolean {
  const asked = port === '' ? (protocol === 'http:' ? '80' : '443') : port;
  const host = hostname.toLowerCase();
  if (except === '*') return true;
  return except
    .split(/[,\s]/)
    .filter(Boolean)
    .some((entry) => {
      const [, name = entry, only] = /^(.+):(\d+)$/.exec(entry) ?? [];
      const named = name.replace(/^\*?\./, '').toLowerCase();
      return (
        (only === undefined || only === asked) && (host === named || host.endsWith(`.${named}`))
      );
    });
}

function given(env: Env, name: string): { name: string; value: string } | undefined {
  return [name.toLowerCase(), name]
    .map((each) => ({ name: each, value: env[each]?.trim() ?? '' }))
    .find(({ value }) => value !== '');
}

/**
 * Returns true if a URL ends after its host. Otherwise an unencoded "#", "?" or "/" in the password
 * has turned the rest of the password, and the host, into a path.
 */
function endsAfterHost({ pathname, search, hash }: URL): boolean {
  return pathname === '/' && search === '' && hash === '';
}

function decodes({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}
