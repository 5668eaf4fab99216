import {
  readingInWords,
  readMessage,
  tellingApart,
  toCollect,
  type MessageReading,
} from '../aws/diagnosis/diagnose.ts';
import { callerOf } from '../vendors/bedrock/denial/cause.ts';
import { causeEntry, causeNames, isCause, type Cause } from '../vendors/causes.ts';
import type { NextStep } from '../core/errors.ts';
import { vendorWords } from '../vendors/answers/vendor-of-text.ts';
import type { PlaneErrors } from '../planes/documented-errors.ts';

/** What a pasted text means, with the likely causes in order. */
export interface TextExplanation {
  /** Whose text it is, as far as it tells. */
  readonly from: string;
  readonly says: string;
  readonly causes: readonly LikelyCause[];
  readonly tellApart: readonly string[];
  /** Commands after `portai`, with placeholders. */
  readonly next: readonly NextStep[];
}

interface LikelyCause {
  readonly name: string;
  readonly says: string;
  readonly fix: string;
}

/** Words that are AWS' own; a text without any may still be in the words of Bedrock. */
const ofAws =
  /\barn:aws|bedrock|aws-marketplace|\bAssumeRole|\bSTS\b|when calling the \w+ operation|security token included|inference profile|use case details/i;
const ofOthers =
  /openai|azure|googleapis|vertex|gemini|x-api-key|"type"\s*:\s*"error"|insufficient_quota|invalid_api_key|PERMISSION_DENIED|RESOURCE_EXHAUSTED/i;

/** Whether a word of the command line is a text rather than a name. */
export const isText = (word: string): boolean => /\s|^[{[<]/.test(word.trim());

/** Reads the answer or message of a control plane, of AWS or of any provider; undefined where nobody knows the words. */
export function explainText(
  text: string,
  planes: readonly PlaneErrors[],
): TextExplanation | undefined {
  const outer = planes.map((plane) => fromPlane(text, plane)).find((each) => each !== undefined);
  const inner = fromAws(text) ?? fromVendor(text);
  if (outer && inner) {
    const { from, says } = outer;
    return { ...inner, from, says, next: [...inner.next, ...outer.next].slice(0, 4) };
  }
  return inner ?? outer;
}

function fromPlane(
  text: string,
  { from, documented, read }: PlaneErrors,
): TextExplanation | undefined {
  const found = read(text);
  const entry = found && documented[found.name];
  if (!entry) return undefined;
  const { name, next, ofProvider } = found;
  return {
    from,
    says: entry.title,
    causes: [{ name, says: entry.cause, fix: ofProvider ? toCollect(text) : entry.fix }],
    tellApart: [],
    next: [...next, { command: ['explain', name], why: 'all that is known of it' }],
  };
}

function fromAws(text: string): TextExplanation | undefined {
  const readings = readMessage(text);
  const [first] = readings;
  if (!first || (!ofAws.test(text) && ofOthers.test(text))) return undefined;
  // Port's one line of a model is of any provider, and so is what several vendors say alike.
  if (!ofAws.test(text) && vendorWords(text).some(({ cause }) => cause !== first.cause))
    return undefined;
  return {
    from: 'AWS',
    says: readings.map(readingInWords).join('. '),
    causes: readings.map((reading) => ({
      name: reading.cause,
      says: causeEntry(reading.cause).message,
      fix: reading.fix,
    })),
    tellApart: [...new Set(readings.flatMap(tellingApart))],
    next: [...awsSteps(first), explained(first.cause)],
  };
}

function awsSteps({ layer, denial, cause }: MessageReading): NextStep[] {
  if (denial && callerOf(denial) === 'person' && cause !== 'ROLE_NOT_TRIED') return [];
  if (cause === 'ROLE_NOT_TRIED' || cause === 'GEO_UNSUPPORTED') {
    return [{ command: ['validate', 'bedrock'], why: 'let Port test it' }];
  }
  if (cause === 'USE_CASE_FORM') {
    return [{ command: ['bedrock', 'setup', '--submit-use-case'], why: 'submits the form' }];
  }
  return layer.checks.length === 0
    ? []
    : [{ command: ['bedrock', 'diagnose'], why: 'look at that layer' }];
}

const explained = (cause: Cause): NextStep => ({
  command: ['explain', cause],
  why: 'all that is known of it',
});

function fromVendor(text: string): TextExplanation | undefined {
  const words = vendorWords(text);
  const own = causeNames.find((name) => isCause(name) && text.trim().startsWith(messageOf(name)));
  const causes = [
    ...new Set([
      ...(own !== undefined && isCause(own) ? [own] : []),
      ...words.map(({ cause }) => cause),
    ]),
  ];
  const [first] = causes;
  if (!first) return undefined;
  return {
    from: 'provider',
    says: causeEntry(first).message,
    causes: causes.map((name) => ({
      name,
      says: causeEntry(name).message,
      fix: causeEntry(name).advice || 'Nothing has to be done.',
    })),
    tellApart:
      causes.length > 1
        ? [
            'The text names no vendor, and they use these words for different things: whose answer it is decides.',
          ]
        : [],
    next: [
      {
        command: ['validate', '<type>', '--direct'],
        why: 'what the provider says, from this machine',
      },
      explained(first),
    ],
  };
}

/** The words that a cause begins with in a report; a text that starts with none starts with a blank. */
const messageOf = (cause: Cause): string => causeEntry(cause).message || ' ';
