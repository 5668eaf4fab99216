import type { Warning } from '../../core/warning.ts';
import type { Config } from '../../planes/port/config.ts';
import { secretReferences } from '../../planes/port/rules/config-fields.ts';
import { privateHostRemark } from '../../vendors/private-host.ts';

const hostOf = (config: Config | null | undefined): string | undefined => {
  const url = config?.['baseUrl'];
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).host : undefined;
};

/**
 * What is to be known of an address that a put stores: that Port's cloud cannot reach it, and that the values
 * of secrets which were meant for another host go to it from now on.
 */
export function addressWarnings(before: Config | null | undefined, after: Config): Warning[] {
  const host = hostOf(after);
  const earlier = hostOf(before);
  if (host === undefined || host === earlier) return [];
  const url = String(after['baseUrl']);
  const unreachable = privateHostRemark(url, 'Port').map((message) => ({
    code: 'private_address',
    message,
  }));
  const old = secretReferences(before ?? {}).map(({ secret }) => secret);
  const kept = secretReferences(after)
    .map(({ secret }) => secret)
    .filter((secret) => old.includes(secret));
  if (earlier === undefined || kept.length === 0) return unreachable;
  const plain = new URL(url).protocol === 'http:' ? ', without encryption' : '';
  return [
    ...unreachable,
    {
      code: 'secret_goes_elsewhere',
      message: `Port sends the value of ${kept.join(' and ')} to ${host} from now on${plain}; it was for ${earlier}. If ${host} is somebody else's, rotate the key.`,
    },
  ];
}
