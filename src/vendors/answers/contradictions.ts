import { causeEntry, type Cause } from '../causes.ts';

/** Causes that come with the status of a limit. */
const limits: readonly Cause[] = ['RATE_LIMITED', 'QUOTA_EXHAUSTED', 'BILLING'];

/** Causes that are the gateway's own word for a fault behind it, which has any status. */
const behind: readonly Cause[] = ['UPSTREAM_FAILED', 'UPSTREAM_KEY_INVALID'];

/**
 * Whether a status says something else than a code: `invalid_api_key` beside 503 or 429, a rate limit
 * beside 401. What is only passing, and what says nothing of key or model, no status contradicts.
 */
export function contradicts(cause: Cause, status: number): boolean {
  if (status < 300 || behind.includes(cause)) return false;
  if (cause === 'RATE_LIMITED') return [401, 402, 404].includes(status);
  const { verdict } = causeEntry(cause);
  if (verdict === 'unknown') return false;
  if (status >= 500 || status === 408) return true;
  if (status === 429) return !limits.includes(cause);
  const usable = verdict === 'pass' || verdict === 'warn';
  return status === 401 && (usable || cause === 'UNSUPPORTED_PARAM');
}
