import { usageError } from './errors.ts';
import type { Config } from './provider-types/define.ts';

/** Stands for a value that is stored but not shown. */
export const hiddenMark = '[hidden]';

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

/** A configuration to show: values of custom headers are hidden, since people put keys there. */
export function hideValues<T extends Config>(config: T): T {
  const headers = fields(config['customHeaders']);
  if (!headers) return config;
  const hidden = Object.fromEntries(Object.keys(headers).map((name) => [name, hiddenMark]));
  return { ...config, customHeaders: hidden };
}

/** The same configuration with what was hidden taken from the stored one: what was shown can be put back. */
export function revealValues(config: Config, stored: Config | null | undefined): Config {
  const headers = fields(config['customHeaders']);
  if (!headers) return config;
  const before = fields(stored?.['customHeaders']) ?? {};
  const entries = Object.entries(headers).map(([name, value]) => {
    if (value !== hiddenMark) return [name, value] as const;
    if (before[name] === undefined) {
      throw usageError(
        `customHeaders.${name}: "${hiddenMark}" stands for a stored value, and there is none`,
      );
    }
    return [name, before[name]] as const;
  });
  return { ...config, customHeaders: Object.fromEntries(entries) };
}
