import { specialReach } from '../../core/special-addresses.ts';
import { isPrivateHost } from '../../vendors/private-host.ts';

/** Characters that a custom host may have. Source: Portkey's documents. */
const longest = 2048;

const literalAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[.*\])$/;

/**
 * Says what speaks against a custom host; undefined where nothing does: http or https, no user or
 * password, no fragment, at most 2048 characters. Portkey's cloud reaches no private, reserved, link-local
 * or metadata address; a self-hosted one may. A name is judged as it stands, it is not looked up.
 * Source: Portkey's documents and changelog.
 */
export function problemInCustomHost(
  text: string,
  { onCloud }: { readonly onCloud: boolean },
): string | undefined {
  if (text.length > longest) return `has more than ${longest} characters`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    return 'must be a whole http(s) URL with its version path, such as https://llm.example.com/v1';
  }
  if (url.username !== '' || url.password !== '') {
    return 'must not have a user or password in it; a header or the key signs in';
  }
  if (text.includes('#')) return 'must not have a fragment (#)';
  if (!onCloud) return undefined;
  const { hostname } = url;
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  const isSpecial = literalAddress.test(hostname) && specialReach(address) !== undefined;
  return isSpecial || isPrivateHost(hostname)
    ? `is an address that Portkey’s cloud does not reach: ${hostname} is private or reserved`
    : undefined;
}
