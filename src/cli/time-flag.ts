import { fail } from '../core/fail.ts';
import { nameInWords } from '../core/text/typed-names.ts';

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

const isUnit = (text: string | undefined): text is keyof typeof unitMs =>
  text !== undefined && Object.hasOwn(unitMs, text);

/** Reads a time: so long ago (`30m`, `24h`, `7d`, `2w`), or a date of ISO 8601, UTC without a zone. */
export function timeFrom(text: string, flag: string, now: Date): Date {
  const [, count, unit] = /^(\d{1,5})([mhdw])$/.exec(text.trim()) ?? [];
  if (isUnit(unit)) return new Date(now.getTime() - Number(count) * unitMs[unit]);
  const [, day, hour, zone] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(
      text.trim(),
    ) ?? [];
  const time = new Date(day === undefined ? NaN : `${day}T${hour ?? '00:00'}${zone ?? 'Z'}`);
  if (!Number.isNaN(time.getTime())) return time;
  throw fail('Usage', `${flag}: ${nameInWords(text)} is no time`, {
    hint: 'Give an age such as 30m, 24h, 7d or 2w, or a date such as 2026-01-31 or 2026-01-31T08:00Z.',
  });
}
