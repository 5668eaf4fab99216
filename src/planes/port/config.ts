/** A provider's configuration as it travels; the keys are Port's. */
export type Config = Readonly<Record<string, unknown>>;

/** A text of a configuration; empty where there is none, which no vendor takes for an address or a name. */
export function textIn(config: Config, key: string): string {
  const value = config[key];
  return typeof value === 'string' ? value : '';
}
