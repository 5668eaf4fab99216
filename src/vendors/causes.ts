import { providerCauses } from './cause-catalogue.ts';
import type { CauseEntry } from './stages.ts';
import {
  isTransportCause,
  transportCauses,
  verdictOfTransport,
  type TransportCause,
} from '../core/transport-causes.ts';

/** Every meaning that an answer, or its absence, can have. The names are stable: `explain` knows each. */
export type Cause = keyof typeof providerCauses | TransportCause;

/** All of them, the most urgent first: with several failures that one is named first. */
export const causeNames: readonly string[] = [
  ...Object.keys(providerCauses).filter((name) => name === 'SECRET_MALFORMED'),
  ...Object.keys(transportCauses),
  ...Object.keys(providerCauses).filter((name) => name !== 'SECRET_MALFORMED'),
];

/** Whether a word is one of the catalogue. */
export function isCause(name: string): name is Cause {
  return isTransportCause(name) || Object.hasOwn(providerCauses, name);
}

/**
 * The cause whose message a text begins with, a fact behind a colon aside. A control plane's own messages
 * are among them, word for word.
 */
export function causeOfMessage(text: string): Cause | undefined {
  const said = text.trim();
  return causeNames.filter(isCause).find((name) => {
    const { message } = causeEntry(name);
    return message !== '' && (said === message || said.startsWith(`${message}:`));
  });
}

/** What is known of a cause. */
export function causeEntry(cause: Cause): CauseEntry {
  if (!isTransportCause(cause)) return providerCauses[cause];
  const { means, hint, passing } = transportCauses[cause];
  return {
    scope: 'provider',
    verdict: verdictOfTransport(transportCauses[cause]),
    stage: cause === 'CONFIG_INVALID' ? 'config' : 'reach',
    credential: 'unknown',
    // A generate request that ran out of time may have started to load a model: once more starts anew.
    retryable: passing && cause !== 'TIMEOUT',
    message: means,
    advice: hint,
  };
}
