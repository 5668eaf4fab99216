import { fail } from '../../core/fail.ts';
import { readBaseUrl } from '../../planes/portkey/base-url.ts';

/** The base URL that --gateway-url gives, else that of the API. Throws a usage error for one that cannot be used. */
export function gatewayUrlOr(ofApi: string, given: string | undefined): string {
  const read = given === undefined ? { value: ofApi } : readBaseUrl(given);
  if ('problem' in read) throw fail('Usage', `--gateway-url ${read.problem}`);
  return read.value;
}
