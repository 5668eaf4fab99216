import type { ExaminedArea, ExaminedCheck } from './report.ts';
import { notLookedAt, type CheckName } from './verdicts.ts';

/** The one line of an area into which nobody looked. */
const lines = {
  credentials: 'Credentials',
  route: 'Answer',
  clock: 'Clock',
  token: 'Access token',
  organization: 'Organization',
  providers: 'Providers',
  quota: 'Quota',
  portkey: 'Portkey key',
} as const satisfies Partial<Record<ExaminedArea, string>>;

/** An area of which one line can stand for all. */
export type WholeArea = keyof typeof lines;

/** Areas that rest on a token that is accepted. */
export const onToken = Object.freeze(['organization', 'providers', 'quota'] as const);

/** Areas that rest on credentials and on an answer. */
export const onAnswer = Object.freeze(['token', ...onToken] as const);

/** Areas that rest on the settings. */
export const onSettings = Object.freeze([
  ...(['credentials', 'route', 'clock'] as const),
  ...onAnswer,
  'portkey',
] as const);

const nameOf = (area: WholeArea): CheckName => ({ area, id: area, title: lines[area] });

/** Says of areas that nobody looked, and what was in the way. */
export const unlookedAreas = (areas: readonly WholeArea[], cause: ExaminedCheck): ExaminedCheck[] =>
  areas.map((area) => notLookedAt(nameOf(area), cause));
