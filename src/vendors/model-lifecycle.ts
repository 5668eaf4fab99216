import { bedrockLifecycle } from './bedrock/model-lifecycle.ts';
import type { Reading } from './reading.ts';

/**
 * When models end, as their vendors announced it. It is never asked whether a model may be tested: it
 * explains a "not found", and warns of a date that is near. What a provider answers overrules it.
 */

/** A host whose dates stand here. Claude in Microsoft Foundry is `azure`. */
type ListedHost = 'anthropic' | 'openai' | 'azure' | 'vertex';

/** Who serves a model, and so who ends it. */
export type ModelHost = ListedHost | 'bedrock';

/** When the models of one host end. */
interface HostLifecycle {
  /** The host as the place of a sentence. */
  readonly place: string;
  /** The day on which the dates were last compared with what the host says. */
  readonly checkedOn: string;
  /** ISO date from which a model is not served; undefined where none is known. */
  readonly endOf: (model: string) => string | undefined;
  /** ISO date from which the host calls a model legacy. */
  readonly legacyOf: (model: string) => string | undefined;
}

interface Life {
  /** Matches the plain name of the model, with its date and without. */
  readonly names: RegExp;
  /** ISO dates from which it is not served; where none is named, none is known. */
  readonly ends: Readonly<Partial<Record<ListedHost, string>>>;
  /** Models of a control plane's own lists that go on. */
  readonly successors: readonly string[];
}

/** When these dates were last compared with what the vendors say. */
export const checkedAt = '2026-11-20';

/**
 * Claude: the deprecation page of Anthropic, which Foundry follows. GPT: the pages of OpenAI and of
 * Azure. Gemini: second-hand. Claude on Vertex has dates of its own, which are not known here.
 */
const lives: readonly Life[] = [
  {
    names: /^claude-sonnet-4(?:-0|-20250514)?$/,
    ends: { anthropic: '2026-06-15', azure: '2026-06-15' },
    successors: ['claude-opus-4-6', 'claude-haiku-4-5-20251001'],
  },
  {
    names: /^claude-sonnet-4-5(?:-20250929)?$/,
    ends: { anthropic: '2026-11-30', azure: '2026-11-30' },
    successors: ['claude-opus-4-6', 'claude-haiku-4-5-20251001'],
  },
  {
    names: /^claude-opus-4(?:-1)?(?:-0|-20250514|-20250805)?$/,
    ends: {},
    successors: ['claude-opus-4-6'],
  },
  {
    names: /^claude-3-7-sonnet(?:-latest|-20250219)?$/,
    ends: {},
    successors: ['claude-haiku-4-5-20251001'],
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
 * The plain name in an id of any spelling: a vendor's own, a Bedrock id with a geography and a version, an ARN,
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

const listed = (host: ListedHost): Omit<HostLifecycle, 'place'> => ({
  checkedOn: checkedAt,
  endOf: (model) => lifeOf(model)?.ends[host],
  legacyOf: () => undefined,
});

/** The hosts in the order in which a sentence names them. */
const hosts: Readonly<Record<ModelHost, HostLifecycle>> = {
  bedrock: { place: 'on Bedrock', ...bedrockLifecycle },
  anthropic: { place: 'at Anthropic', ...listed('anthropic') },
  openai: { place: 'at OpenAI', ...listed('openai') },
  azure: { place: 'on Azure', ...listed('azure') },
  vertex: { place: 'on Vertex AI', ...listed('vertex') },
};

/** Models of a control plane's own lists to go on with. */
const successorsOf = (model: string) => lifeOf(model)?.successors ?? [];

/** The end of a model at one of its providers: past, or so many days ahead. Dates are UTC. */
export type Retirement = (
  { readonly retiredOn: string } | { readonly retiresOn: string; readonly days: number }
) & { readonly successors: readonly string[] };

const dayMs = 86_400_000;

/** What was announced of a model's end; undefined when nothing was. */
export function retirementOf(model: string, host: ModelHost, now: Date): Retirement | undefined {
  return retirement(model, hosts[host], now);
}

function retirement(model: string, { endOf }: HostLifecycle, now: Date): Retirement | undefined {
  const end = endOf(model);
  if (end === undefined) return undefined;
  const successors = successorsOf(model);
  const days = Math.ceil((Date.parse(end) - now.getTime()) / dayMs);
  return days > 0 ? { retiresOn: end, days, successors } : { retiredOn: end, successors };
}

/** "Use this one", as the second half of a sentence; empty where none is known. */
export const instead = (successors: readonly string[]) =>
  successors.length === 0 ? '' : `; use ${successors.join(' or ')}`;

/**
 * Turns "not found" into "retired" where the model is known to have ended, and says since when.
 *
 * @param model the name in any spelling
 */
export function explainRetirement(
  reading: Reading,
  model: string,
  host: ModelHost,
  now: Date,
): Reading {
  if (reading.cause !== 'MODEL_NOT_FOUND' && reading.cause !== 'MODEL_RETIRED') return reading;
  const known = retirementOf(model, host, now);
  if (known !== undefined && 'retiredOn' in known) {
    const detail = `since ${known.retiredOn}${instead(known.successors)}`;
    return { ...reading, cause: 'MODEL_RETIRED', detail };
  }
  if (reading.cause !== 'MODEL_RETIRED' || reading.detail !== undefined) return reading;
  const use = instead(successorsOf(model));
  const detail = isLegacy(model, host, now) ? `legacy${use}` : use.slice(2);
  return detail === '' ? reading : { ...reading, detail };
}

function isLegacy(model: string, host: ModelHost, now: Date): boolean {
  const legacy = hosts[host].legacyOf(model);
  return legacy !== undefined && Date.parse(legacy) <= now.getTime();
}

/** An end that is further off than this is no news yet. */
const noticeDays = 60;

/** What to say of a model before it is tested: that it ended, ends soon, or is on its way out. */
export function retirementRemarks(model: string, host: ModelHost, now: Date): readonly string[] {
  const known = retirementOf(model, host, now);
  if (known !== undefined && 'days' in known && known.days <= noticeDays) {
    const days = known.days === 1 ? '1 day' : `${known.days} days`;
    return [
      `${model} retires in ${days}, on ${known.retiresOn}${instead(known.successors)} (as announced by ${hosts[host].checkedOn}).`,
    ];
  }
  if (known !== undefined && 'retiredOn' in known) return [];
  if (!isLegacy(model, host, now)) return [];
  return [
    `AWS calls ${model} legacy since ${hosts[host].legacyOf(model) ?? ''}: it fails in accounts that have not used it for 30 days${instead(successorsOf(model))}.`,
  ];
}

/** What a host's calendar says against a model. */
export interface CalendarEntry {
  /** ISO date of the end, past or to come; of its life as a legacy model where no end is known. */
  readonly on: string;
  readonly says: string;
}

/**
 * What its host's calendar says against a model: that it has ended, ends soon, or is legacy. The sentence
 * says how old the calendar is, since what a host announces changes.
 */
export function calendarEntry(
  model: string,
  host: ModelHost,
  now: Date,
): CalendarEntry | undefined {
  const { place, checkedOn, legacyOf } = hosts[host];
  const known = retirementOf(model, host, now);
  const source = ` (dates of ${checkedOn}${ageOf(checkedOn, now)})`;
  if (known !== undefined && 'retiredOn' in known) {
    const { retiredOn: on, successors } = known;
    return { on, says: `${model} has ended ${place} on ${on}${instead(successors)}${source}` };
  }
  if (known !== undefined && known.days <= noticeDays) {
    const { retiresOn: on, days, successors } = known;
    const left = days === 1 ? '1 day' : `${days} days`;
    const says = `${model} ends ${place} in ${left}, on ${on}${instead(successors)}${source}`;
    return { on, says };
  }
  if (!isLegacy(model, host, now)) return undefined;
  const on = legacyOf(model) ?? '';
  const use = instead(successorsOf(model));
  return { on, says: `${model} is called legacy ${place} since ${on}${use}${source}` };
}

/** How long ago a calendar was compared with its source; nothing for the day itself. */
function ageOf(checkedOn: string, now: Date): string {
  const days = Math.floor((now.getTime() - Date.parse(checkedOn)) / dayMs);
  return days < 1 ? '' : `, ${days === 1 ? '1 day' : `${days} days`} old`;
}

/** What is known of a model's ends, everywhere, in one sentence; undefined when nothing is. */
export function endsOf(model: string, now: Date): string | undefined {
  const ends = Object.values(hosts).flatMap((host): string[] => {
    const known = retirement(model, host, now);
    if (known === undefined) return [];
    return 'retiredOn' in known
      ? [`ended ${host.place} on ${known.retiredOn}`]
      : [`ends ${host.place} on ${known.retiresOn}`];
  });
  if (ends.length === 0) return undefined;
  return `${model} ${ends.join(', ')}${instead(successorsOf(model))}.`;
}
