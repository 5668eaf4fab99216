import { BlockList, isIP } from 'node:net';
import { PortaiError } from '../domain/errors.ts';
import type { Send } from '../domain/http.ts';

/** Addresses at which a machine's own cloud credentials are served, and those that are nobody's. */
const blocked = new BlockList();
blocked.addSubnet('169.254.0.0', 16, 'ipv4');
blocked.addSubnet('0.0.0.0', 8, 'ipv4');
blocked.addSubnet('224.0.0.0', 4, 'ipv4');
blocked.addSubnet('fe80::', 10, 'ipv6');
blocked.addSubnet('ff00::', 8, 'ipv6');
blocked.addAddress('fd00:ec2::254', 'ipv6');
blocked.addAddress('::', 'ipv6');

const metadataNames = /^(?:metadata|metadata\.google\.internal|instance-data)\.?$/i;

/**
 * Keeps connection tests with a configured URL away from link-local and metadata addresses written
 * as such. A name that resolves to one is not seen: the caller of the sandbox is this machine's user.
 */
export function guardedLive(live: Send): Send {
  return (request) => {
    const host = request.url.hostname.replace(/^\[|\]$/g, '');
    const family = isIP(host);
    const refused =
      metadataNames.test(host) ||
      (family !== 0 && blocked.check(host, `ipv${family === 6 ? 6 : 4}`));
    if (!refused) return live(request);
    return Promise.reject(
      new PortaiError({
        name: 'CONFIG_INVALID',
        message: `${host} is a link-local or metadata address: the sandbox sends no tests there`,
        exit: 'checkFailed',
      }),
    );
  };
}
