import { fail } from '../../core/fail.ts';

/** The address of Portkey's own control plane. Source: `servers` of its OpenAPI document. */
export const defaultBaseUrl = 'https://api.portkey.ai/v1';

const cloudHost = 'api.portkey.ai';

/** True if an address is Portkey's own cloud, which reaches no private network. */
export function isPortkeyCloud(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && new URL(baseUrl).hostname === cloudHost;
}

/**
 * Returns the address before the paths of the API, without a slash at its end. A path prefix of a
 * self-hosted control plane is kept; Portkey's own host without a path gets its version. Throws
 * InvalidSetting for what is no http(s) URL, or has credentials, a query or a fragment.
 */
export function baseUrlOf(text: string): string {
  const trimmed = text.trim();
  const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw fail('InvalidSetting', 'The base URL of Portkey is not a whole http(s) URL', {
      hint: `Give it with its path, as ${defaultBaseUrl}.`,
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw fail('InvalidSetting', 'The base URL of Portkey has a user or password in it', {
      hint: 'Leave it out: Portkey signs in with an API key, which is a setting of its own.',
    });
  }
  if (url.search !== '' || url.hash !== '') {
    throw fail('InvalidSetting', 'The base URL of Portkey ends in a query or fragment');
  }
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path === '' && url.hostname === cloudHost ? '/v1' : path}`;
}
