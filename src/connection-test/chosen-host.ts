import type { Cause } from '../vendors/causes.ts';
import type { ConnectionTest } from '../vendors/test-requests.ts';
import type { Reading } from '../vendors/reading.ts';

/**
 * Tells hosts that a connection gives as a URL from the provider's own hosts, which cannot be
 * mistyped.
 */

/** Returns true if the connection gives the host of the URL, so that the host can be wrong. */
export function isChosenHost(
  url: string,
  { chosenUrls = [] }: Pick<ConnectionTest, 'chosenUrls'>,
): boolean {
  const host = URL.canParse(url) ? new URL(url).host : undefined;
  return chosenUrls.some((chosen) => URL.canParse(chosen) && new URL(chosen).host === host);
}

/**
 * Corrects a reading of an answer from a provider's own host, which never answers with a web page.
 */
export function ofOwnHost(reading: Reading): Reading {
  const { cause, status = 0 } = reading;
  const isGood = status >= 200 && status < 300;
  return cause === 'WRONG_BASE_URL' && isGood
    ? { ...reading, cause: 'ANSWERED_ON_THE_WAY' }
    : reading;
}

/** Advice for connections without a base URL, where a wrong base URL cannot be the cause. */
export const adviceForOwnHost: Partial<Record<Cause, string>> = {
  WRONG_BASE_URL:
    "The host is the provider's own: check what else is in the address, such as resource, project or region, and whether a proxy in between answered.",
  RESPONSE_MALFORMED:
    "The host is the provider's own: a proxy or filter in between may have answered, or changed the answer. Test again past it.",
};
