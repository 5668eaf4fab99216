import type { ExaminedArea, ExaminedCheck } from './report.ts';
import { notLookedAt, skipped, type CheckName } from './verdicts.ts';

/** The one line of an area into which nobody looked. */
const lines = {
  credentials: 'Credentials',
  route: 'Answer',
  clock: 'Clock',
  token: 'Access token',
  organization: 'Organization',
} as const satisfies Partial<Record<ExaminedArea, string>>;

/** An area of which one line can stand for all. */
export type WholeArea = keyof typeof lines;

/** Areas that rest on the settings, and in them on the credentials, all of them Port's. */
export const onSettings = Object.freeze(['credentials', 'route', 'clock'] as const);

/** Areas that rest on credentials and on an answer. */
export const onAnswer = Object.freeze(['token', 'organization'] as const);

const nameOf = (area: WholeArea): CheckName => ({ area, id: area, title: lines[area] });

/** Says of areas that nobody looked, and what was in the way. */
export const unlookedAreas = (areas: readonly WholeArea[], cause: ExaminedCheck): ExaminedCheck[] =>
  areas.map((area) => notLookedAt(nameOf(area), cause));

/** Says of areas that they are of no concern here. */
export const skippedAreas = (areas: readonly WholeArea[], says: string): ExaminedCheck[] =>
  areas.map((area) => skipped(nameOf(area), says));
