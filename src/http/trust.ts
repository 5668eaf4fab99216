import { transportFailure } from '../core/transport-causes.ts';
import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import type { PemFile } from '../core/http.ts';

/** Maximum size of a CA file. All authorities that Mozilla trusts take a quarter of a megabyte. */
const largestFile = 8 * 1024 ** 2;

/**
 * Options of every TLS connection. Nothing can switch the verification off, not even the
 * environment.
 */
export interface Trust {
  readonly minVersion: 'TLSv1.2';
  readonly rejectUnauthorized: true;
  /** Present when there are authorities besides the built-in ones. */
  readonly secureContext?: SecureContext;
}

/**
 * Makes the options that trust the built-in authorities and those of a PEM file, if one is given.
 * Throws a usage error that names the file if the file holds no certificate or a damaged one.
 */
export function readTrust(
  given: PemFile | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Trust {
  const base = { minVersion: 'TLSv1.2', rejectUnauthorized: true } as const;
  if (given === undefined) return base;
  // Authorities given explicitly replace all others, so the others are given as well.
  const ca = [...rootCertificates, ...extraAuthorities(env), ...authorities(given)];
  return { ...base, secureContext: createSecureContext({ ca, minVersion: base.minVersion }) };
}

/**
 * Returns the certificates of a file. Throws a usage error that names the file if it holds no
 * certificate or a damaged one.
 */
export function authorities({ file, pem }: PemFile): string[] {
  const blocks = certificatesIn(pem);
  if (blocks.length === 0) throw unusable(file, 'it holds no certificate in PEM form');
  if (!blocks.every(isCertificate)) throw unusable(file, 'a certificate in it is damaged');
  return blocks;
}

/**
 * The authorities of NODE_EXTRA_CA_CERTS. Like Node, it does not fail for a file that cannot be
 * used.
 */
function extraAuthorities(env: Readonly<Record<string, string | undefined>>): string[] {
  const file = env['NODE_EXTRA_CA_CERTS'];
  if (file === undefined || file === '') return [];
  return certificatesIn(textOf(file)).filter(isCertificate);
}

function unusable(file: string, why: string) {
  return transportFailure('CONFIG_INVALID', `The CA file ${file} cannot be used: ${why}`, {
    hint: 'Give a PEM file with one or more blocks -----BEGIN CERTIFICATE-----.',
  });
}

/** Reads a plain file only, since reading a pipe or a device might never end. */
function textOf(file: string): string {
  try {
    const about = statSync(file);
    return about.isFile() && about.size <= largestFile ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
}

function certificatesIn(pem: string): string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? [];
}

function isCertificate(block: string): boolean {
  try {
    new X509Certificate(block);
    return true;
  } catch {
    return false;
  }
}
