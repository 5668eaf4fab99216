import { BlockList, isIP } from 'node:net';
import { PortaiError } from '../domain/errors.ts';
import type { Send } from '../domain/http.ts';

type Subnet = readonly [string, number, 'ipv4' | 'ipv6'];

/** Where a machine's own cloud credentials are served, and what is nobody's address. */
const never: readonly Subnet[] = [
  ['169.254.0.0', 16, 'ipv4'],
  ['0.0.0.0', 8, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['100.100.100.200', 32, 'ipv4'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
  ['fd00:ec2::254', 128, 'ipv6'],
  ['::', 128, 'ipv6'],
];

/** This machine and the networks around it: out of Port's reach, and none of a stranger's business. */
const nearby: readonly Subnet[] = [
  ['127.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
];

const metadataNames = /^(?:metadata|metadata\.google\.internal|instance-data)\.?$/i;

/** An IPv4 address in the dress of IPv6 is that IPv4 address. */
function plain(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

/** Which addresses connection tests may go to; those nearby only where somebody said so. */
export function liveAddresses({
  allowPrivate,
}: {
  readonly allowPrivate: boolean;
}): (address: string) => boolean {
  const blocked = new BlockList();
  for (const [net, bits, family] of allowPrivate ? never : [...never, ...nearby]) {
    blocked.addSubnet(net, bits, family);
  }
  return (address) => {
    const host = plain(address);
    const family = isIP(host);
    return family !== 0 && !blocked.check(host, family === 6 ? 'ipv6' : 'ipv4');
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
      new PortaiError({
        name: 'CONFIG_INVALID',
        message: `${host} is a private, link-local or metadata address: the sandbox sends no tests there`,
        exit: 'checkFailed',
      }),
    );
  };
}
