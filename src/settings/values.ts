import type { ParseResult } from '../core/origin.ts';

/** Who one is in the sandbox; false outside of it. */
export type SandboxRole = false | 'admin' | 'member';

/** The profile that holds what is set and stored without naming one. */
export const defaultProfile = 'default';

/** Whether a switch given as text is on: everything but nothing, 0, false and no. */
export function isOn(text: string | undefined): boolean {
  return !['', '0', 'false', 'no'].includes((text ?? '').trim().toLowerCase());
}

export function readSwitch(text: string): ParseResult<boolean> {
  return { value: isOn(text) };
}

export function readSandbox(text: string): ParseResult<SandboxRole> {
  if (!isOn(text)) return { value: false };
  const word = text.trim().toLowerCase();
  if (word === 'member') return { value: 'member' };
  return ['1', 'true', 'yes', 'admin'].includes(word)
    ? { value: 'admin' }
    : { problem: 'must be 1, admin or member, or 0 for off' };
}

/** Seconds, more than 0 and at most an hour. */
export function readTimeout(text: string): ParseResult<number> {
  const seconds = /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : 0;
  return seconds > 0 && seconds <= 3600
    ? { value: seconds }
    : { problem: 'must be a number of seconds, more than 0 and at most 3600' };
}

export function readRetries(text: string): ParseResult<number> {
  const retries = /^\d+$/.test(text.trim()) ? Number(text) : -1;
  return retries >= 0 && retries <= 10
    ? { value: retries }
    : { problem: 'must be a whole number from 0 to 10' };
}

export function readPath(text: string): ParseResult<string> {
  return text.trim() === '' ? { problem: 'must name a file' } : { value: text.trim() };
}

/** A profile's name; it becomes a file name, so nothing in it may lead elsewhere. */
export function readProfileName(text: string): ParseResult<string> {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/.test(text)
    ? { value: text }
    : {
        problem:
          'must be 1 to 64 letters, digits, ".", "_" or "-", and must not start with "." or "-"',
      };
}
