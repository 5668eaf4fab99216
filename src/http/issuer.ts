import { isIP } from 'node:net';
import { connect, type PeerCertificate } from 'node:tls';
import { terminalLine } from '../core/text/terminal.ts';

/** Maximum certificates read of a chain. Real chains have two to four. */
const maxDepth = 6;

/**
 * Returns the issuer of a server's certificate: the name at the top of its chain. For a proxy that
 * inspects TLS, that is its maker. Makes one handshake and sends nothing. Undefined if the
 * handshake does not succeed within `timeoutMs`, or if the signal aborts.
 */
export function certificateIssuer(
  url: URL,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<string | undefined> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(url.port || 443),
      servername: isIP(host) === 0 ? host : '',
      rejectUnauthorized: false, // looked at, not trusted: the socket is closed right after
    });
    const end = (issuer?: string) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      socket.destroy();
      resolve(issuer);
    };
    const stop = () => end();
    const timer = setTimeout(stop, timeoutMs);
    signal?.addEventListener('abort', stop);
    socket.once('secureConnect', () => end(topIssuer(socket.getPeerCertificate(true))));
    socket.on('error', stop);
    socket.once('close', stop);
  });
}

function topIssuer(leaf: PeerCertificate & { issuerCertificate?: PeerCertificate }) {
  let top: typeof leaf = leaf;
  for (let depth = 0; depth < maxDepth; depth++) {
    const next = top.issuerCertificate;
    if (next === undefined || next === top) break;
    top = next;
  }
  const issuer: Readonly<Record<string, unknown>> = { ...top.issuer };
  const name = [issuer['CN'], issuer['O'], issuer['OU']].find((part) => typeof part === 'string');
  return name === undefined ? undefined : terminalLine(name).slice(0, 120);
}
