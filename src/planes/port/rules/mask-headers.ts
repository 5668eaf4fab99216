import { fieldsOf } from '../../../core/text/json.ts';
import type { Config } from '../config.ts';
import type { Provider } from '../nouns.ts';
import { fail } from '../../../core/fail.ts';

/** Stands for a value that is stored but not shown. */
export const hiddenMark = '[hidden]';

/** A configuration to show: values of custom headers are hidden, since people put keys there. */
export function hideValues<T extends Config>(config: T): T {
  const headers = fieldsOf(config['customHeaders']);
  if (!headers) return config;
  const hidden = Object.fromEntries(Object.keys(headers).map((name) => [name, hiddenMark]));
  return { ...config, customHeaders: hidden };
}

/** The same resource, safe to print: values of custom headers stay in. */
export function maskedProvider(provider: Provider): Provider {
  return provider.config ? { ...provider, config: hideValues(provider.config) } : provider;
}

/** The same configuration with what was hidden taken from the stored one: what was shown can be put back. */
export function revealValues(config: Config, stored: Config | null | undefined): Config {
  const headers = fieldsOf(config['customHeaders']);
  if (!headers) return config;
  const before = fieldsOf(stored?.['customHeaders']) ?? {};
  const entries = Object.entries(headers).map(([name, value]) => {
    if (value !== hiddenMark) return [name, value] as const;
    if (before[name] === undefined) {
      throw fail(
        'Usage',
        `customHeaders.${name}: "${hiddenMark}" stands for a stored value, and there is none`,
      );
    }
    return [name, before[name]] as const;
  });
  return { ...config, customHeaders: Object.fromEntries(entries) };
}
