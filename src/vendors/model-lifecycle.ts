import type { Reading } from './reading.ts';

/**
 * When models end, as their vendors announced it. It is never asked whether a model may be tested: it
 * explains a "not found", and warns of a date that is near. What a provider answers overrules it.
 */

/** Who serves a model, and so who ends it. Claude in Microsoft Foundry is `azure`. */
export type Where = 'anthropic' | 'openai' | 'azure' | 'bedrock' | 'vertex';

interface Life {
  /** Matches the plain name of the model, with its date and without. */
  readonly names: RegExp;
  /** ISO dates from which it is not served; where none is named, none is known. */
  readonly ends: Readonly<Partial<Record<Where, string>>>;
  /** From when AWS calls it legacy: it fails in accounts that have not used it for 30 days. */
  readonly legacyOnBedrock?: string;
  /** Models of Port's own lists that go on. */
  readonly successors: readonly string[];
}

/** When the dates were last compared with what the vendors say. */
export const checkedAt = '2026-11-20';

/**
 * Claude: the deprecation pages of Anthropic, which Foundry follows, and of AWS. GPT: those of OpenAI
 * and of Azure. Gemini: second-hand. Claude on Vertex has dates of its own, which are not known here.
 */
const lives: readonly Life[] = [
  {
    names: /^claude-sonnet-4(?:-0|-20250514)?$/,
    ends: { anthropic: '2026-06-15', azure: '2026-06-15' },
    legacyOnBedrock: '2026-10-07',
    successors: ['claude-opus-4-6', 'claude-haiku-4-5-20251001'],
  },
  {
    names: /^claude-sonnet-4-5(?:-20250929)?$/,
    ends: { anthropic: '2026-11-30', azure: '2026-11-30' },
    successors: ['claude-opus-4-6', 'claude-haiku-4-5-20251001'],
  },
  {
    names: /^claude-opus-4-5(?:-20251101)?$/,
    ends: { azure: '2026-11-24' },
    successors: ['claude-opus-4-6'],
  },
  {
    names: /^gpt-5(?:-2025-08-07)?$/,
    ends: { openai: '2026-12-11', azure: '2027-02-09' },
    successors: [],
  },
  { names: /^gemini-2\.5-[a-z]/, ends: { vertex: '2026-10-20' }, successors: [] },
];

/**
 * The plain name in an id of any spelling: Port's, a Bedrock id with a geography and a version, an ARN,
 * Vertex' `@`, a path such as `publishers/anthropic/models/…`.
 */
function plainName(id: string): string {
  return id
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/^(?:[a-z]{2,6}\.)?anthropic\./, '')
    .replace(/-v\d+(?::\d+)?$/, '')
    .replace(/@(?:default|latest)$/, '')
    .replace('@', '-');
}

const lifeOf = (model: string) => {
  const name = plainName(model);
  return lives.find(({ names }) => names.test(name));
};

/** The end of a model at one of its providers: past, or so many days ahead. Dates are UTC. */
export type Retirement = (
  { readonly retiredOn: string } | { readonly retiresOn: string; readonly days: number }
) & { readonly successors: readonly string[] };

const dayMs = 86_400_000;

/** What was announced of a model's end; undefined when nothing was. */
export function retirementOf(model: string, where: Where, now: Date): Retirement | undefined {
  const life = lifeOf(model);
  const end = life?.ends[where];
  if (life === undefined || end === undefined) return undefined;
  const { successors } = life;
  const days = Math.ceil((Date.parse(end) - now.getTime()) / dayMs);
  return days > 0 ? { retiresOn: end, days, successors } : { retiredOn: end, successors };
}

/** "Use this one", as the second half of a sentence; empty where none is known. */
const instead = (successors: readonly string[]) =>
  successors.length === 0 ? '' : `; use ${successors.join(' or ')}`;

/**
 * Turns "not found" into "retired" where the model is known to have ended, and says since when.
 *
 * @param model the name in any spelling
 */
export function explainRetirement(
  reading: Reading,
  model: string,
  where: Where,
  now: Date,
): Reading {
  if (reading.cause !== 'MODEL_NOT_FOUND' && reading.cause !== 'MODEL_RETIRED') return reading;
  const known = retirementOf(model, where, now);
  if (known !== undefined && 'retiredOn' in known) {
    const detail = `since ${known.retiredOn}${instead(known.successors)}`;
    return { ...reading, cause: 'MODEL_RETIRED', detail };
  }
  const life = lifeOf(model);
  if (reading.cause !== 'MODEL_RETIRED' || reading.detail !== undefined || !life) return reading;
  const legacy = where === 'bedrock' ? life.legacyOnBedrock : undefined;
  const detail =
    legacy === undefined ? instead(life.successors).slice(2) : `legacy${instead(life.successors)}`;
  return detail === '' ? reading : { ...reading, detail };
}

/** An end that is further off than this is no news yet. */
const noticeDays = 60;

/** What to say of a model before it is tested: that it ends soon, or is on its way out. */
export function retirementRemarks(model: string, where: Where, now: Date): readonly string[] {
  const life = lifeOf(model);
  const known = retirementOf(model, where, now);
  if (known !== undefined && 'days' in known && known.days <= noticeDays) {
    const days = known.days === 1 ? '1 day' : `${known.days} days`;
    return [
      `${model} retires in ${days}, on ${known.retiresOn}${instead(known.successors)} (as announced by ${checkedAt}).`,
    ];
  }
  const legacy = where === 'bedrock' ? life?.legacyOnBedrock : undefined;
  if (life === undefined || legacy === undefined || now.getTime() < Date.parse(legacy)) return [];
  return [
    `AWS calls ${model} legacy since ${legacy}: it fails in accounts that have not used it for 30 days${instead(life.successors)}.`,
  ];
}
