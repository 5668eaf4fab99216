import type { HttpResponse } from '../../core/http.ts';
import type { Reading } from '../reading.ts';
import type { Rule } from './rules.ts';

/** What stands between this machine and a provider: filters, login walls and web servers. */

/**
 * A filter that forbids a site speaks of policies as vendors do of prompts. It speaks of the site, of
 * its category or of the organization's own rules.
 */
export const wallRules: readonly Rule[] = [
  {
    cause: 'NETWORK_ACL',
    status: [400, 403, 406, 451],
    text: /acceptable[ -]us(?:e|age)\b|\b(?:web ?sites?|site|web ?page|page|url|domain|category|web access)\b.{0,60}\b(?:blocked|denied|restricted|prohibited|not (?:allowed|permitted)|forbidden|filtered)\b|\b(?:blocked|denied|restricted|prohibited|forbidden) by\b.{0,40}\b(?:network|firewall|administrator|security|proxy|web ?filter|gateway policy|(?:company|corporate|organi[sz]ation)\S{0,2} (?:policy(?! constraint)|rules?|usage))|\b(?:your|the) (?:company|organi[sz]ation|employer|school)\S{0,2} (?:[a-z-]+ ){0,3}(?:usage|internet|security|network|web|ai|it) (?:[a-z-]+ ){0,2}polic|web application firewall|\bWAF\b|security (?:policy|appliance|rule).{0,40}(?:blocked|denied)|(?:zscaler|netskope|fortiguard|fortigate|palo alto|umbrella|websense|forcepoint|bluecoat|sophos|barracuda)/i,
  },
];

/** A page's own heading, or what stands in its place: all of it that is meant for people. */
function heading(body: string): string {
  const start = body.slice(0, 16 * 1024);
  const inside = (tags: string) =>
    (new RegExp(`<(?:${tags})\\b[^>]{0,200}>([^<]{1,300})<`, 'i').exec(start)?.[1] ?? '')
      .replace(/\s+/g, ' ')
      .trim();
  return inside('title|h1') || inside('message|pre') || inside('p|h2|body');
}

function causeOfPage({ status, headers }: HttpResponse): Reading['cause'] {
  // A captive portal: RFC 6585 has this status for the network, and for no server.
  if (status === 511) return 'NETWORK_ACL';
  if (status >= 500) return 'OVERLOADED';
  if (status >= 300 && status < 400) return 'REDIRECTED';
  switch (status) {
    // A login of the web server, which no API has.
    case 401:
      return /^\s*(?:basic|negotiate|ntlm|digest)\b/i.test(headers['www-authenticate'] ?? '')
        ? 'NETWORK_ACL'
        : 'KEY_INVALID';
    case 403:
    case 406:
    case 451:
      return 'NETWORK_ACL';
    case 402:
      return 'REQUEST_REFUSED';
    case 408:
      return 'TIMEOUT';
    case 429:
      return 'RATE_LIMITED';
    case 411:
    case 413:
    case 414:
    case 415:
    case 431:
      return 'PROBE_BUG';
    default:
      return 'WRONG_BASE_URL';
  }
}

/** A page is never the word of a model: its status says whether the address, a wall or a limit sent it. */
export function readPage(
  answer: HttpResponse,
): Pick<Reading, 'cause' | 'recognised' | 'detail' | 'words'> {
  const words = heading(answer.body);
  return {
    cause: causeOfPage(answer),
    recognised: true,
    detail: `a web page came, with status ${answer.status}`,
    ...(words === '' ? {} : { words }),
  };
}
