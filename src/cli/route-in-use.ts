import type { TransportOptions } from '../core/http.ts';
import { variable, type Env } from '../core/sources.ts';
import { isExempt, proxySettings } from '../http/proxy-settings.ts';

/** The proxy of an address, as the environment says. */
export interface ProxyOfAddress {
  readonly variable: string;
  /** Host and port. */
  readonly host: string;
  /** True if NO_PROXY names the host of the address. */
  readonly exempt: boolean;
}

/** The proxy that the environment prescribes; undefined without one. Throws for one that cannot be used. */
export function proxyFor(address: string, env: Env): ProxyOfAddress | undefined {
  const proxy = proxySettings(env);
  if (!proxy) return undefined;
  const { variable: name, host, except } = proxy;
  return { variable: name, host, exempt: isExempt(new URL(address), except) };
}

/** The authorities that are trusted besides those built in, by what names them. */
export function moreAuthorities({ authorities }: TransportOptions, env: Env): string[] {
  const extra = variable(env, 'NODE_EXTRA_CA_CERTS');
  return [
    ...(authorities ? [`those of ${authorities.file}`] : []),
    ...(extra === undefined ? [] : [`those of ${extra} (NODE_EXTRA_CA_CERTS)`]),
  ];
}
