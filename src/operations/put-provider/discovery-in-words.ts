import type { Discovery, NothingFound } from '../../connection-test/discover.ts';
import { fail } from '../../core/fail.ts';
import { terminalLine } from '../../core/text/terminal.ts';
import type { ProviderType } from '../../planes/port/provider-types/define.ts';
import { causeEntry, type Cause } from '../../vendors/causes.ts';
import type { Reading } from '../../vendors/reading.ts';
import type { Report } from '../ports.ts';

/** Tells what answered and what of its models is left out. */
export function sayWhatWasFound(report: Report, found: Discovery): void {
  const { server, base, models, leftOut, remarks } = found;
  const who = server ?? 'A server that does not say what it is';
  const named = models.slice(0, 10).map(({ name }) => nameOnALine(name));
  const others = models.length > 10 ? ` and ${models.length - 10} more` : '';
  const names = named.length === 0 ? '' : `: ${named.join(', ')}${others}`;
  report.note(`${who} at ${base} lists ${count(models.length, 'model')} for chats${names}.`);
  for (const remark of remarks) report.warn({ code: 'discovery', message: remark });
  if (leftOut.length > 0) {
    const shown = leftOut.slice(0, 5).map(({ name, why }) => `${nameOnALine(name)} (${why})`);
    const more = leftOut.length > 5 ? ` and ${leftOut.length - 5} more` : '';
    report.note(`Left out: ${shown.join(', ')}${more}.`);
  }
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** A name that nobody has checked: on one line, so that it cannot write a message of its own. */
function nameOnALine(name: string): string {
  const line = terminalLine(name);
  if (line === '') return 'a name that cannot be shown';
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/** The error of a server that gives no list of its models: what its answer means, then its own words. */
export function noList({ id }: ProviderType, baseUrl: string, { reading }: NothingFound) {
  const { cause, words, status } = reading;
  const { message, advice } = asList(reading);
  const said =
    words === undefined || words === message
      ? []
      : [`It says: “${terminalLine(words.slice(0, 300))}”.`];
  const hint = [...said, ...(advice === '' ? [] : [advice])].join(' ');
  return fail('NoModelList', `${baseUrl} gave no list of models: ${message}`, {
    ...(status === undefined ? {} : { status }),
    details: { cause },
    ...(hint === '' ? {} : { hint }),
    next: [
      { command: ['explain', cause], why: 'what it means, and what helps' },
      { command: ['providers', 'put', id, '--help'], why: '--model names models without a list' },
    ],
  });
}

/** The error of a list in which no model is for chats. */
export function noModels({ id }: ProviderType, { base, leftOut, entries }: Discovery) {
  const [first] = leftOut;
  const names =
    entries === 0 ? 'its list is empty' : `none of its ${entries} entries names a model`;
  const why = first === undefined ? names : `${nameOnALine(first.name)}: ${first.why}`;
  return fail('NoModelList', `${base} lists no model that could be used (${why})`, {
    hint: 'Nothing was changed. --model names models without the list.',
    next: [{ command: ['providers', 'put', id, '--help'], why: 'the flags of the type' }],
  });
}

type Sentence = Pick<ReturnType<typeof causeEntry>, 'message' | 'advice'>;

const elsewhere = 'Check the base URL: another of its routes, or no LLM API, answered.';

/** Causes whose own words speak of a completion, or of a control plane, and not of a list. */
const wordsOfList: Partial<Record<Cause, Sentence>> = {
  RESPONSE_MALFORMED: { message: 'the answer is no list of models', advice: elsewhere },
  NOTHING_WRITTEN: { message: 'the answer is empty', advice: elsewhere },
  RATE_LIMITED: {
    message: 'it was asked too often',
    advice: 'Ask again later; neither key nor model was judged.',
  },
  BODY_TOO_LARGE: {
    message: 'the answer is larger than portai reads',
    advice: 'Check the base URL: no known server has a list of this size.',
  },
};

const missing = new Set([404, 405, 501]);

/** What an answer means where a list was asked for: a server may chat without having one. */
function asList({ cause, status }: Reading): Sentence {
  if (status !== undefined && missing.has(status)) {
    return {
      message: 'it has none at this address',
      advice: 'Check the path of the base URL; it often ends in /v1. Some servers have no list.',
    };
  }
  return wordsOfList[cause] ?? causeEntry(cause);
}
