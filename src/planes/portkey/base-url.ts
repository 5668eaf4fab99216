import type { ParseResult } from '../../core/origin.ts';
import { isLoopback } from '../../core/loopback.ts';

/** The address of Portkey's own cloud: control plane and gateway. Source: `servers` of its OpenAPI document. */
export const defaultBaseUrl = 'https://api.portkey.ai/v1';

const cloudHost = 'api.portkey.ai';

/** True if an address is Portkey's own cloud, which reaches no private network. */
export function isPortkeyCloud(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && new URL(baseUrl).hostname === cloudHost;
}

/**
 * Reads the address before the paths of the API, without a slash at its end. A path prefix of a
 * self-hosted control plane is kept; a host without a path gets the version that Portkey's own clients
 * expect in it. The text is never repeated: a password may be in it.
 */
export function readBaseUrl(text: string): ParseResult<string> {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return { problem: `must be a whole URL, such as ${defaultBaseUrl}` };
  }
  if (url.username || url.password) {
    return {
      problem: 'must not hold a user name or password; `portai auth login --portkey` stores a key',
    };
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return { problem: 'must be https: plain http is for this machine only (127.0.0.1, localhost)' };
  }
  if (url.search || url.hash) {
    return { problem: 'must end with its path: portai adds queries itself' };
  }
  const path = url.pathname.replace(/\/+$/, '');
  return { value: `${url.origin}${path === '' ? '/v1' : path}` };
}
