/**
 * Whether a host name can only mean this machine: `localhost`, 127.0.0.0/8 or `::1`, with or
 * without brackets, as a URL spells it. `*.localhost` does not count: some resolvers ask the network.
 */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  if (name === 'localhost' || name === '::1') return true;
  const octets = name.split('.');
  return (
    octets.length === 4 &&
    octets[0] === '127' &&
    octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255)
  );
}
