import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HttpRequest } from '../core/http.ts';
import type { AwsSigning } from '../vendors/test-requests.ts';

type Signable = Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>;
type Bytes = string | ArrayBuffer | ArrayBufferView;

const toBuffer = (data: Bytes): Buffer =>
  typeof data === 'string'
    ? Buffer.from(data, 'utf8')
    : ArrayBuffer.isView(data)
      ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
      : Buffer.from(data);

/** SHA-256, keyed or not, as AWS' packages ask for it. */
class Sha256 {
  readonly #secret: Buffer | undefined;
  #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

  constructor(secret?: Bytes) {
    this.#secret = secret === undefined ? undefined : toBuffer(secret);
    this.#hash = this.#fresh();
  }

  #fresh() {
    return this.#secret ? createHmac('sha256', this.#secret) : createHash('sha256');
  }

  update(data: Bytes): void {
    this.#hash.update(toBuffer(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    this.#hash = this.#fresh();
  }
}

/**
 * Signs a request with AWS Signature Version 4. Returns the headers to send: those of the request
 * plus date, token and signature. All of them are signed, and `host`, which the transport adds from
 * the URL. The path of the URL must be percent-encoded once; the signature encodes it again, as
 * every service except S3 does.
 */
export async function signAwsRequest(
  { method, url, headers, body }: Signable,
  { service, region, accessKeyId, secretAccessKey, sessionToken }: AwsSigning,
  now: Date,
): Promise<Record<string, string>> {
  const signer = new SignatureV4({
    service,
    region,
    sha256: Sha256,
    applyChecksum: false,
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
  });
  const query: Record<string, string[]> = {};
  for (const [name, value] of url.searchParams) (query[name] ??= []).push(value);
  const signed = await signer.sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query,
      headers: { ...headers, host: url.host },
      ...(body === undefined ? {} : { body }),
    },
    { signingDate: now },
  );
  const { host: _fromUrl, ...sent } = signed.headers;
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
