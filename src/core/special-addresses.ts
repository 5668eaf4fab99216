import { BlockList, isIP } from 'node:net';

/**
 * Addresses that are no public server's. Sources: IANA's registries of special-purpose addresses and of
 * multicast (IPv4 and IPv6), RFC 3879 for site-local ones, and the documents of five clouds for where
 * they serve a machine's own credentials.
 */

/**
 * `nearby` is this machine and the networks around it; `never` is nobody's address, or one that serves
 * credentials. What IANA calls globally reachable is in neither.
 */
export type Reach = 'nearby' | 'never';

interface AddressRange {
  readonly reach: Reach;
  readonly what: string;
}

export const specialRanges: Readonly<Record<string, AddressRange>> = {
  '0.0.0.0/8': { reach: 'never', what: 'this network' },
  '10.0.0.0/8': { reach: 'nearby', what: 'private use' },
  '100.64.0.0/10': { reach: 'nearby', what: 'shared space of a carrier' },
  '100.100.100.200/32': { reach: 'never', what: 'metadata of Alibaba Cloud' },
  '127.0.0.0/8': { reach: 'nearby', what: 'loopback' },
  '168.63.129.16/32': { reach: 'never', what: 'platform services of Azure' },
  '169.254.0.0/16': { reach: 'never', what: 'link-local, metadata of most clouds' },
  '172.16.0.0/12': { reach: 'nearby', what: 'private use' },
  '192.0.0.0/24': { reach: 'never', what: 'protocol assignments, metadata of Oracle Cloud' },
  '192.0.2.0/24': { reach: 'never', what: 'documentation' },
  '192.88.99.0/24': { reach: 'never', what: 'relays of 6to4, deprecated' },
  '192.168.0.0/16': { reach: 'nearby', what: 'private use' },
  '198.18.0.0/15': { reach: 'nearby', what: 'benchmarking' },
  '198.51.100.0/24': { reach: 'never', what: 'documentation' },
  '203.0.113.0/24': { reach: 'never', what: 'documentation' },
  '224.0.0.0/4': { reach: 'never', what: 'multicast' },
  '240.0.0.0/4': { reach: 'never', what: 'reserved, and broadcast' },
  '::/128': { reach: 'never', what: 'no address' },
  '::1/128': { reach: 'nearby', what: 'loopback' },
  '64:ff9b:1::/48': { reach: 'nearby', what: 'translation of IPv4 within a network' },
  '100::/64': { reach: 'never', what: 'discard only' },
  '100:0:0:1::/64': { reach: 'never', what: 'dummy prefix' },
  '2001::/23': { reach: 'never', what: 'protocol assignments, Teredo' },
  '2001:db8::/32': { reach: 'never', what: 'documentation' },
  '3fff::/20': { reach: 'never', what: 'documentation' },
  '5f00::/16': { reach: 'never', what: 'segment routing' },
  'fc00::/7': { reach: 'nearby', what: 'unique local' },
  'fd00:ec2::254/128': { reach: 'never', what: 'metadata of AWS' },
  'fd20:ce::254/128': { reach: 'never', what: 'metadata of Google Cloud' },
  'fe80::/10': { reach: 'never', what: 'link-local' },
  'fec0::/10': { reach: 'nearby', what: 'site-local, deprecated' },
  'ff00::/8': { reach: 'never', what: 'multicast' },
};

function blockList(reaches: readonly Reach[]): BlockList {
  const list = new BlockList();
  for (const [range, { reach }] of Object.entries(specialRanges)) {
    const [net = '', bits] = range.split('/');
    if (reaches.includes(reach))
      list.addSubnet(net, Number(bits), isIP(net) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

const lists = { never: blockList(['never']), nearby: blockList(['nearby']) };

/**
 * What an address is; undefined for a public one. An IPv6 address that carries an IPv4 address is
 * judged by both, the worse counts.
 */
export function specialReach(address: string): Reach | undefined {
  const bare = address.replace(/%.*$/, '');
  const family = isIP(bare);
  if (family === 0) return 'never';
  const kind = family === 6 ? 'ipv6' : 'ipv4';
  const carried = (family === 6 ? carriedBy(bare) : []).map(specialReach);
  if (lists.never.check(bare, kind) || carried.includes('never')) return 'never';
  return lists.nearby.check(bare, kind) || carried.includes('nearby') ? 'nearby' : undefined;
}

/** The eight numbers of an IPv6 address. */
function groupsOf(address: string): number[] {
  const plain = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = plain.split('::');
  const numbers = (text: string) =>
    text === '' ? [] : text.split(':').map((each) => parseInt(each, 16));
  const [first, last] = [numbers(head), numbers(tail ?? '')];
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

const dotted = (high: number, low: number) =>
  [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');

/** The IPv4 addresses in an IPv6 address, in each form that puts one there. */
function carriedBy(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groupsOf(address);
  const empty = (...groups: number[]) => groups.every((each) => each === 0);
  const atEnd = dotted(g, h);
  const found: string[] = [];
  // IPv4-mapped, and compatible: `::` and `::1` are addresses of their own.
  if (empty(a, b, c, d, e) && (f === 0xffff || (f === 0 && (g !== 0 || h > 1)))) found.push(atEnd);
  // Translated by a host (RFC 2765), and by a network (RFC 6052, RFC 8215).
  if (empty(a, b, c, d, f) && e === 0xffff) found.push(atEnd);
  if (a === 0x64 && b === 0xff9b && empty(c, d, e, f)) found.push(atEnd);
  if (a === 0x64 && b === 0xff9b && c === 1) {
    // A network chooses where in this range the address stands: at the end, or after the first 48 bits.
    if (!empty(g, h)) found.push(atEnd);
    if (!empty(d, e, f)) found.push(dotted(d, ((e & 0xff) << 8) | (f >> 8)));
  }
  // 6to4 has it in front, ISATAP at the end.
  if (a === 0x2002) found.push(dotted(b, c));
  if ((e & 0xfdff) === 0 && f === 0x5efe) found.push(atEnd);
  return found;
}
