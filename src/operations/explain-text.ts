import {
  lacksModels,
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
import { readRefusal } from '../core/refusal.ts';
import { findPortError } from '../planes/port/failure.ts';

/** What a pasted text means, with the likely causes in order. */
export interface TextExplanation {
  /** Whose text it is, as far as it tells. */
  readonly from: 'Port' | 'AWS' | 'provider';
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

/** Reads the answer or message of Port, of AWS or of any provider; undefined where nobody knows the words. */
export function explainText(text: string): TextExplanation | undefined {
  const port = fromPort(text);
  const inner = fromAws(text) ?? fromVendor(text);
  if (port && inner) {
    return {
      ...inner,
      from: 'Port',
      says: port.says,
      next: [...inner.next, ...port.next].slice(0, 4),
    };
  }
  return inner ?? port;
}

/** Port's own envelope and line. Its reasons are the providers', and stand within. */
function fromPort(text: string): TextExplanation | undefined {
  const body = /\{[^]*\}/.exec(text)?.[0];
  const { name } = body === undefined ? { name: undefined } : readRefusal(body);
  const lacking = lacksModels(text) || /connection test failed for provider/i.test(text);
  const named = lacking ? 'LLMProviderModelTestError' : name;
  // Names of one word are used by every vendor: only Port's own compounds are Port's.
  const found =
    named !== undefined && /[a-z_]LLM|^LLM|^llm_|Provider|Secret/.test(named)
      ? findPortError(named)
      : undefined;
  if (!found) return undefined;
  const [known, entry] = found;
  const causes = [{ name: known, says: entry.cause, fix: lacking ? toCollect(text) : entry.fix }];
  const next = lacking
    ? [{ command: ['validate', '<type>'], why: 'test again, and see the reason of each model' }]
    : [];
  return {
    from: 'Port',
    says: entry.title,
    causes,
    tellApart: [],
    next: [...next, { command: ['explain', known], why: 'all that is known of it' }],
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
