import type { Config } from '../config.ts';

/** What is known when a connection works from this machine and Port says that it does not. */
export interface Difference {
  readonly config: Config;
  /** Secrets that keep the value that Port stores: what was tested here may be another one. */
  readonly kept: readonly string[];
  readonly testedHere: readonly string[];
  readonly testedByPort: readonly string[];
  /** What Port says of the models that failed. */
  readonly said: readonly string[];
  /** What the test from here has remarked on. */
  readonly remarks: readonly string[];
}

const addresses = ['baseUrl', 'endpoint', 'resourceName'] as const;

/** Words of whoever could not get to a host, or may not. */
const aboutTheHost =
  /\b(?:private|internal|loopback|resolve[ds]?|ENOTFOUND|ECONNREFUSED|certificate|unreachable|timed? ?out)\b/i;

/** Whether a message is about the way to a host, and not about what was sent to it. */
export const speaksOfTheHost = (message: string): boolean => aboutTheHost.test(message);

/** Why two tests of one configuration can end differently: sentences, what is evident first. */
export function likelyReasons(difference: Difference): string[] {
  const { config, kept, testedHere, testedByPort, said, remarks } = difference;
  const others = testedByPort.filter((model) => !testedHere.includes(model));
  const hasHost = addresses.some((key) => typeof config[key] === 'string');
  const ofTheHost = hasHost
    ? ['the host is private, or its certificate is of an authority that Port does not trust']
    : [];
  const evident = said.some(speaksOfTheHost);
  return [
    ...remarks.map((remark) => `the test from here has warned of it: ${remark.replace(/\.$/, '')}`),
    ...(evident ? ofTheHost : []),
    ...(kept.length > 0
      ? [`what is stored in ${kept.join(', ')} is not the value that was given now`]
      : []),
    ...(others.length > 0 ? [`Port tested other models as well: ${others.join(', ')}`] : []),
    "the provider lets in certain addresses only, and Port's are not among them",
    ...(evident ? [] : ofTheHost),
    'Port calls a model by another name or version, which may be retired or not enabled',
  ];
}
