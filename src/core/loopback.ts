/**
 * Returns true if a host name can only mean this machine: `localhost`, 127.0.0.0/8 or `::1`, with
 * or without the brackets of a URL. `*.localhost` does not count, since some resolvers ask the
 * network.
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
