import { nameInWords } from '../core/text/typed-names.ts';
import { fail } from '../core/fail.ts';

/** What can be rehearsed. A number of times after a colon; without one, as often as the table says. */
export const faultKinds = {
  status: { form: '<400-599>[:N]', means: 'answers with that status; 429 says Retry-After: 1' },
  html: { form: 'html[:N]', means: 'answers with an HTML page' },
  slow: { form: 'slow:<N>s or slow:<N>ms', means: 'waits before every answer' },
  truncated: { form: 'truncated[:N]', means: 'answers, but the body breaks off' },
  empty: { form: 'empty[:N]', means: 'answers without a body' },
  reset: { form: 'reset[:N]', means: 'closes the connection instead of answering' },
  expired: { form: 'expired[:N]', means: 'refuses tokens with 401; once without a number' },
  'ok-false': { form: 'ok-false[:N]', means: 'answers {"ok":false} with status 200' },
  redirect: { form: 'redirect[:N]', means: 'redirects to a sign-in page' },
  'ai-quota': {
    form: 'ai-quota[:N]',
    means: 'Port: the month has no invocations of its own models left',
  },
  'ai-error': {
    form: 'ai-error[:N]',
    means: 'Port: an invocation breaks off with an error event',
  },
  'ai-cut': {
    form: 'ai-cut[:N]',
    means: 'Port: an invocation ends without its last event',
  },
  stale: {
    form: 'stale[:N]',
    means: 'Portkey: after a write, answers N reads (1) as it was before',
  },
  'no-total': { form: 'no-total[:N]', means: 'Portkey: leaves `total` out of lists' },
  'missing-403': {
    form: 'missing-403[:N]',
    means: 'Portkey: answers 403 where an object is missing',
  },
  'flag-numbers': {
    form: 'flag-numbers[:N]',
    means: 'Portkey: `is_custom` and `is_finetune` are 1 and 0',
  },
} as const satisfies Record<string, { form: string; means: string }>;

/** Faults of Portkey alone. */
const portkeyKinds = ['stale', 'no-total', 'missing-403', 'flag-numbers'] as const;
export type PortkeyFaultKind = (typeof portkeyKinds)[number];

/** Faults of Port's invocations alone. */
const invocationKinds = ['ai-quota', 'ai-error', 'ai-cut'] as const;
export type InvocationFaultKind = (typeof invocationKinds)[number];

/** Faults of any management API that need no value. */
export type FaultKind = Exclude<
  keyof typeof faultKinds,
  'status' | 'slow' | PortkeyFaultKind | InvocationFaultKind
>;

/** A fault of any management API. */
export type GeneralFault =
  | { readonly kind: 'status'; readonly status: number; readonly times: number }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  | { readonly kind: FaultKind; readonly times: number };

/** A fault of Portkey alone. */
export interface PortkeyFault {
  readonly kind: PortkeyFaultKind;
  readonly times: number;
}

/** A fault of Port's invocations alone. */
export interface InvocationFault {
  readonly kind: InvocationFaultKind;
  readonly times: number;
}

export type Fault = GeneralFault | PortkeyFault | InvocationFault;

const plain = ['html', 'truncated', 'empty', 'reset', 'expired', 'ok-false', 'redirect'] as const;

/** Reads one fault: `429:2` is two answers with 429, `html` is HTML from now on, `slow:3s` waits. */
export function parseFault(text: string): Fault {
  const wait = /^slow:(\d{1,5}(?:\.\d+)?)(ms|s)$/.exec(text);
  if (wait) return { kind: 'slow', milliseconds: Number(wait[1]) * (wait[2] === 's' ? 1000 : 1) };
  const [word = '', count, ...more] = text.split(':');
  const counted = count === undefined ? undefined : /^[1-9]\d{0,5}$/.test(count) ? +count : NaN;
  const times = counted ?? (word === 'expired' || word === 'stale' ? 1 : Infinity);
  if (more.length === 0 && !Number.isNaN(times)) {
    if (/^[45]\d\d$/.test(word)) return { kind: 'status', status: Number(word), times };
    const kind = [...plain, ...portkeyKinds, ...invocationKinds].find((each) => each === word);
    if (kind) return { kind, times };
  }
  throw fail('Usage', `--fault: ${nameInWords(text)} is not a fault`, {
    hint: `Faults are ${Object.values(faultKinds)
      .map(({ form, means }) => `${form} (${means})`)
      .join('; ')}.`,
  });
}

const isOfPortkey = (fault: Fault): fault is PortkeyFault =>
  portkeyKinds.some((kind) => kind === fault.kind);

const isOfInvocations = (fault: Fault): fault is InvocationFault =>
  invocationKinds.some((kind) => kind === fault.kind);

/** Counts faults down by their kind: true when one of a kind hits this request. */
function counterOf<Kind extends string>(
  faults: readonly { readonly kind: Kind; readonly times: number }[],
): (kind: Kind) => boolean {
  const left = new Map(faults.map(({ kind, times }) => [kind, times]));
  return (kind) => {
    const times = left.get(kind) ?? 0;
    if (times > 0) left.set(kind, times - 1);
    return times > 0;
  };
}

/** Counts faults of Portkey down: true when one of a kind hits this request. */
export const portkeyFaultCounter = (faults: readonly Fault[]) =>
  counterOf(faults.filter(isOfPortkey));

/** Counts faults of Port's invocations down: true when one of a kind hits this invocation. */
export const invocationFaultCounter = (faults: readonly Fault[]) =>
  counterOf(faults.filter(isOfInvocations));

/** So many reads after a write are answered as before it. */
export const staleReads = (faults: readonly Fault[]): number =>
  faults.filter(isOfPortkey).find(({ kind }) => kind === 'stale')?.times ?? 0;

/** Counts faults down: what hits this request, and how long it waits first. */
export function faultCounter(given: readonly Fault[]) {
  const faults = given.filter(
    (fault): fault is GeneralFault => !isOfPortkey(fault) && !isOfInvocations(fault),
  );
  const left = new Map(faults.map((fault) => [fault, 'times' in fault ? fault.times : 0]));
  return (withToken: boolean) => {
    const waitMs = faults.reduce(
      (sum, fault) => sum + (fault.kind === 'slow' ? fault.milliseconds : 0),
      0,
    );
    const hit = faults.find(
      (fault) => (left.get(fault) ?? 0) > 0 && (fault.kind !== 'expired' || withToken),
    );
    if (hit) left.set(hit, (left.get(hit) ?? 0) - 1);
    return { waitMs, hit };
  };
}
