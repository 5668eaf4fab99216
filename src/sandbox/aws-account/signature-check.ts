import { createHash } from 'node:crypto';
import type { HttpRequest } from '../../core/http.ts';
import { servedPath } from '../vendors/served-path.ts';

/** AWS' Signature Version 4, read and verified. */

/** What an Authorization header says. */
export interface Authorization {
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
}

const authorizationPattern =
  /^AWS4-HMAC-SHA256 Credential=([^/\s]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=[0-9a-f]{64}$/;

/** Undefined for a header of another form. */
export function readAuthorization(text: string): Authorization | undefined {
  const [, accessKeyId, day, region, service, names] = authorizationPattern.exec(text) ?? [];
  if (!accessKeyId || !day || !region || !service || !names) return undefined;
  return { accessKeyId, day, region, service, signedHeaders: names.split(';') };
}

/** The time of an `x-amz-date`; undefined for any other text. */
export function signingDate(text: string): Date | undefined {
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const at = new Date(iso);
  return iso === text || Number.isNaN(at.getTime()) ? undefined : at;
}

/** Headers that the signer puts in itself. */
const fromSigner = new Set(['x-amz-date', 'x-amz-security-token', 'host', 'authorization']);

/**
 * Signs again and compares. A client of a served sandbox signs the path and host that it knows: those
 * of the sandbox. The secret decides in both cases.
 */
export async function isSigned(
  { method, url, headers, body }: HttpRequest,
  { accessKeyId, region, service, signedHeaders }: Authorization,
  secretAccessKey: string,
): Promise<boolean> {
  const claimed = headers['x-amz-content-sha256'];
  if (claimed !== undefined && claimed !== hashOf(body ?? '')) return false;
  const { signAwsRequest } = await import('../../connection-test/aws-signature.ts');
  const at = signingDate(headers['x-amz-date'] ?? '');
  const token = headers['x-amz-security-token'];
  const kept = signedHeaders.filter((name) => !fromSigner.has(name));
  const served = new URL(servedPath(url.host, url.pathname) + url.search, url);
  served.host = headers['host'] ?? url.host;
  served.protocol = headers['host'] === undefined ? url.protocol : 'http:';
  for (const seen of [url, served]) {
    const signed = await signAwsRequest(
      {
        method,
        url: seen,
        headers: Object.fromEntries(kept.map((name) => [name, headers[name] ?? ''])),
        ...(body === undefined ? {} : { body }),
      },
      {
        service,
        region,
        accessKeyId,
        secretAccessKey,
        ...(token === undefined ? {} : { sessionToken: token }),
      },
      at ?? new Date(0),
    );
    if (signed['authorization'] === headers['authorization']) return true;
  }
  return false;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
