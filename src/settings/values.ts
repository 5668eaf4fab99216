import { isLoopback } from '../core/loopback.ts';

/** A value read from text, or what is wrong with the text, to follow the name of its source. */
export type Reading<T> = { readonly value: T } | { readonly problem: string };

export type Region = 'eu' | 'us';

/** Who one is in the sandbox; false outside of it. */
export type SandboxRole = false | 'admin' | 'member';

/** The profile that holds what is set and stored without naming one. */
export const defaultProfile = 'default';

/** Port's API by region. Source: the servers of Port's published OpenAPI document. */
export const regionOrigins: Readonly<Record<Region, string>> = {
  eu: 'https://api.port.io',
  us: 'https://api.us.port.io',
};

/** Whether a switch given as text is on: everything but nothing, 0, false and no. */
export function isOn(text: string | undefined): boolean {
  return !['', '0', 'false', 'no'].includes((text ?? '').trim().toLowerCase());
}

export function readSwitch(text: string): Reading<boolean> {
  return { value: isOn(text) };
}

export function readSandbox(text: string): Reading<SandboxRole> {
  if (!isOn(text)) return { value: false };
  const word = text.trim().toLowerCase();
  if (word === 'member') return { value: 'member' };
  return ['1', 'true', 'yes', 'admin'].includes(word)
    ? { value: 'admin' }
    : { problem: 'must be 1, admin or member, or 0 for off' };
}

export function readRegion(text: string): Reading<Region> {
  const region = text.trim().toLowerCase();
  return region === 'eu' || region === 'us' ? { value: region } : { problem: 'must be eu or us' };
}

/** Seconds, more than 0 and at most an hour. */
export function readTimeout(text: string): Reading<number> {
  const seconds = /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : 0;
  return seconds > 0 && seconds <= 3600
    ? { value: seconds }
    : { problem: 'must be a number of seconds, more than 0 and at most 3600' };
}

export function readRetries(text: string): Reading<number> {
  const retries = /^\d+$/.test(text.trim()) ? Number(text) : -1;
  return retries >= 0 && retries <= 10
    ? { value: retries }
    : { problem: 'must be a whole number from 0 to 10' };
}

export function readPath(text: string): Reading<string> {
  return text.trim() === '' ? { problem: 'must name a file' } : { value: text.trim() };
}

/** A profile's name; it becomes a file name, so nothing in it may lead elsewhere. */
export function readProfileName(text: string): Reading<string> {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/.test(text)
    ? { value: text }
    : {
        problem:
          'must be 1 to 64 letters, digits, ".", "_" or "-", and must not start with "." or "-"',
      };
}

/**
 * The origin of an API address. A trailing `/` or `/v1` is dropped, as Port's own tools write it
 * either way. The text is never repeated: a password may be in it.
 */
export function readOrigin(text: string): Reading<string> {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return { problem: `must be a whole URL, such as ${regionOrigins.us}` };
  }
  if (url.username || url.password) {
    return { problem: 'must not hold a user name or password; `portai auth login` stores them' };
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return { problem: 'must be https: plain http is for this machine only (127.0.0.1, localhost)' };
  }
  if (url.search || url.hash || !/^\/*(?:v1\/*)?$/.test(url.pathname)) {
    return { problem: 'must end after the host (or in /v1): portai adds the paths itself' };
  }
  return { value: url.origin };
}
