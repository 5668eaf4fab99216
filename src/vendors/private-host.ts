import { isLoopback } from '../core/loopback.ts';

const privateNames =
  /\.(?:internal|local|localhost|localdomain|lan|corp|home|svc|intranet|home\.arpa)$/;

/** 0/8, 10/8, 100.64/10, 169.254/16, 172.16/12, 192.168/16; a URL has spelled out all four parts. */
const privateIpv4 =
  /^(?:0\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)(?:\d{1,3}\.){0,2}\d{1,3}$/;

/** Unspecified, unique local, link-local. */
const privateIpv6 = /^(?:::$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;

/** An IPv4 address in IPv6, as a URL spells it: ::ffff:a00:1 for 10.0.0.1. */
function embeddedIpv4(name: string): string | undefined {
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(name) ?? [];
  if (high === undefined || low === undefined) return undefined;
  const parts = [high, low].map((word) => Number.parseInt(word, 16));
  return parts.flatMap((word) => [word >> 8, word & 255]).join('.');
}

/** Whether a host is only reachable from this network, as far as its name tells. */
export function isPrivateHost(host: string): boolean {
  const bare = host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  const name = embeddedIpv4(bare) ?? bare;
  const oneWord = !/[.:]/.test(name);
  return (
    isLoopback(name) ||
    privateNames.test(name) ||
    privateIpv4.test(name) ||
    privateIpv6.test(name) ||
    oneWord
  );
}

/** The one thing that a test from this machine must not hide. */
export function privateHostRemark(url: string, plane: string): string[] {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return host !== '' && isPrivateHost(host)
    ? [`${plane}'s cloud cannot reach ${host}: this address is private.`]
    : [];
}
