import { toCollect } from '../aws/diagnosis/diagnose.ts';
import { causeEntry, causeNames, isCause, type Cause } from '../vendors/causes.ts';
import { vendorWords } from '../vendors/answers/vendor-of-text.ts';
import type { PlaneErrors } from '../planes/documented-errors.ts';
import { explainAwsText } from './bedrock/explain-aws-text.ts';
import { explainStep, type TextExplanation } from './explanation.ts';

/** Returns true if a word of the command line is a text rather than a name. */
export const isText = (word: string): boolean => /\s|^[{[<]/.test(word.trim());

/** Reads the answer or message of a control plane, of AWS or of any provider; undefined where nobody knows the words. */
export function explainText(
  text: string,
  planes: readonly PlaneErrors[],
): TextExplanation | undefined {
  const outer = planes.map((plane) => fromPlane(text, plane)).find((each) => each !== undefined);
  const inner = explainAwsText(text) ?? fromVendor(text);
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
    next: [...next, explainStep(name)],
  };
}

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
      explainStep(first),
    ],
  };
}

/** The words that a cause begins with in a report; a text that starts with none starts with a blank. */
const messageOf = (cause: Cause): string => causeEntry(cause).message || ' ';
