import { describe, expect, test } from 'vitest';
import { liveAddresses } from '../../../src/sandbox/live.ts';
import { specialReach } from '../../../src/core/special-addresses.ts';

/**
 * The first and the last address of each range of IANA's registries of special-purpose addresses
 * (IPv4 and IPv6, as of 2026), of the multicast ranges, and of what clouds document for themselves.
 */
const special = {
  never: [
    '0.0.0.0 0.255.255.255',
    '169.254.0.0 169.254.169.254 169.254.170.2 169.254.255.255',
    '192.0.0.0 192.0.0.8 192.0.0.192 192.0.0.255',
    '192.0.2.0 192.0.2.255 198.51.100.0 198.51.100.255 203.0.113.0 203.0.113.255',
    '192.88.99.0 192.88.99.255',
    '224.0.0.0 239.255.255.255 240.0.0.0 255.255.255.254 255.255.255.255',
    '168.63.129.16 100.100.100.200',
    ':: fe80::1 febf:ffff::1 fe80::1%eth0 ff02::1 ffff::1',
    'fd00:ec2::254 fd20:ce::254',
    '100:: 100::ffff:ffff:ffff:ffff 100:0:0:1::1',
    '2001::1 2001:1ff:ffff::1 2001:db8::1 2001:db8:ffff::1 3fff::1 3fff:fff::1 5f00::1',
  ],
  nearby: [
    '10.0.0.0 10.255.255.255 172.16.0.0 172.31.255.255 192.168.0.0 192.168.255.255',
    '100.64.0.0 100.127.255.255',
    '127.0.0.0 127.255.255.255',
    '198.18.0.0 198.19.255.255',
    '::1 fc00::1 fdff:ffff::1 fec0::1 feff:ffff::1',
  ],
  undefined: [
    '1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0',
    '168.63.129.15 168.63.129.17 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0',
    '192.0.1.0 192.31.196.1 192.52.193.1 192.175.48.1 192.167.255.255 192.169.0.0',
    '198.17.255.255 198.20.0.0 223.255.255.255',
    '2606:4700::1111 2a00:1450:4001::200e 2620:4f:8000::1 2001:4860:4860::8888 2400:cb00::1',
    '4000::1',
  ],
} as const;

const rows = Object.entries(special).flatMap(([reach, lines]) =>
  lines.flatMap((line) => line.split(' ').map((address) => [address, reach] as const)),
);

test.each(rows)('%s is %s', (address, reach) => {
  expect(String(specialReach(address))).toBe(reach);
});

test.each(['', 'localhost', '1.2.3', '0x7f.1', 'metadata.google.internal'])(
  'what is no address is nobody’s: %j',
  (text) => {
    expect(specialReach(text)).toBe('never');
  },
);

/** Four bytes as the two groups of an IPv6 address. */
function groups(ipv4: string): [string, string] {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number);
  const pair = (high: number, low: number) => (high * 256 + low).toString(16);
  return [pair(a, b), pair(c, d)];
}

/** RFC 4291, 2765, 6052, 8215, 3056 and 5214: each way in which an IPv6 address carries an IPv4 one. */
const carriers = {
  mapped: (ipv4: string) => `::ffff:${ipv4}`,
  'mapped, in hex': (ipv4: string) => `::ffff:${groups(ipv4).join(':')}`,
  'mapped, written out': (ipv4: string) => `0:0:0:0:0:FFFF:${groups(ipv4).join(':')}`,
  compatible: (ipv4: string) => `::${ipv4}`,
  translated: (ipv4: string) => `::ffff:0:${ipv4}`,
  NAT64: (ipv4: string) => `64:ff9b::${ipv4}`,
  '6to4': (ipv4: string) => `2002:${groups(ipv4).join(':')}::1`,
  ISATAP: (ipv4: string) => `2400:cb00::5efe:${ipv4}`,
  'ISATAP, global': (ipv4: string) => `2400:cb00::200:5efe:${ipv4}`,
} as const;

describe.each(Object.entries(carriers))('an IPv4 address in IPv6, %s,', (_name, carry) => {
  const ipv4 = rows.filter(([address]) => /^[\d.]+$/.test(address) && address !== '0.0.0.0');

  test('is judged as that IPv4 address', () => {
    const judged = ipv4.map(([address]) => [address, String(specialReach(carry(address)))]);
    expect(judged).toEqual(ipv4.map(([address, reach]) => [address, reach]));
  });
});

test('local translation is of this network, or worse where it carries worse', () => {
  expect(specialReach('64:ff9b:1::101:101')).toBe('nearby');
  expect(specialReach('64:ff9b:1::a9fe:a9fe')).toBe('never');
  expect(specialReach('64:ff9b:1:a9fe:a9:fe00::')).toBe('never');
});

test('what is nearby is permitted where somebody said so, what is nobody’s never', () => {
  const [usual, allowed] = [false, true].map((allowPrivate) => liveAddresses({ allowPrivate }));
  const permitted = rows.map(([address, reach]) => [
    reach,
    usual?.(address) === (reach === 'undefined'),
    allowed?.(address) === (reach !== 'never'),
  ]);
  expect(permitted.filter(([, one, other]) => one !== true || other !== true)).toEqual([]);
});
