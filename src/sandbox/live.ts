import { configInvalid } from '../vendors/config-invalid.ts';
import { isIP } from 'node:net';
import type { Send } from '../core/http.ts';
import { specialReach } from '../core/special-addresses.ts';

const metadataNames = /^(?:metadata|metadata\.google\.internal|instance-data)\.?$/i;

/** Which addresses connection tests may go to; those nearby only where somebody said so. */
export function liveAddresses({
  allowPrivate,
}: {
  readonly allowPrivate: boolean;
}): (address: string) => boolean {
  return (address) => {
    const reach = specialReach(address);
    return reach === undefined || (reach === 'nearby' && allowPrivate);
  };
}

/**
 * Keeps connection tests with a configured URL away from addresses that are written out. What a name
 * resolves to is asked of `permits` by the sender itself, for the address that it connects to.
 */
export function guardedLive(live: Send, permits: (address: string) => boolean): Send {
  return (request) => {
    const host = request.url.hostname.replace(/^\[|\]$/g, '');
    const refused = metadataNames.test(host) || (isIP(host) !== 0 && !permits(host));
    if (!refused) return live(request);
    return Promise.reject(
      configInvalid(
        `${host} is a private, link-local or metadata address: the sandbox sends no tests there`,
      ),
    );
  };
}
