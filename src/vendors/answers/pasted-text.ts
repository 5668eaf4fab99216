import { fieldsOf } from '../../core/text/json.ts';
import { parsedBody } from './body.ts';

/** What a text that somebody pasted says: its sentences, and the names of errors that stand in it. */
export interface Pasted {
  readonly sentences: readonly string[];
  readonly names: readonly string[];
}

const longest = 64 * 1024;
const deepest = 6;

/** Names of exceptions, and the names of AWS that do not say that they are one. */
const errorName =
  /\b(?:[A-Z][A-Za-z]{2,60}(?:Exception|Error)|AccessDenied|ExpiredToken|InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|MissingAuthenticationToken|RequestExpired|RequestTimeTooSkewed|RequestInTheFuture|RegionDisabled|OptInRequired|MalformedPolicyDocument|PackedPolicyTooLarge|Throttling|TooManyRequests|ServiceUnavailable|InternalFailure)\b/g;

/** A JSON or Python object, or undefined. */
function objectIn(text: string): unknown {
  const from = text.search(/[{[]/);
  const to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  if (from < 0 || to <= from) return undefined;
  const body = text.slice(from, to + 1);
  const printed = body
    .replace(/\bNone\b/g, 'null')
    .replace(/\bTrue\b/g, 'true')
    .replace(/\bFalse\b/g, 'false')
    .replace(/\\?'/g, '"');
  for (const each of [body, body.replace(/\\"/g, '"'), printed]) {
    const value = parsedBody(each);
    if (fieldsOf(value) || Array.isArray(value)) return value;
  }
  return undefined;
}

/** Every string in a value, the strings in strings as well, and what models are called beside their message. */
function stringsIn(value: unknown, depth = 0): string[] {
  if (depth > deepest) return [];
  if (typeof value === 'string') {
    const inner = objectIn(value);
    if (inner === undefined) return [value];
    const around = value.slice(0, value.search(/[{[]/)).trim();
    return [...stringsIn(inner, depth + 1), ...(around === '' ? [] : [around])];
  }
  if (Array.isArray(value)) return value.flatMap((each: unknown) => stringsIn(each, depth + 1));
  return Object.values(fieldsOf(value) ?? {}).flatMap((each) => stringsIn(each, depth + 1));
}

const unescaped = (xml: string) =>
  xml
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');

/** Takes a pasted text apart: prose, JSON, JSON within prose, an answer of STS in XML. Never throws. */
export function pastedWords(text: string): Pasted {
  const whole = text.slice(0, longest).trim();
  const xml = /<Message>([^<]{1,4000})<\/Message>/i.exec(whole)?.[1];
  const parts = xml === undefined ? stringsIn(whole) : [unescaped(xml)];
  // The whole comes last: where what looks like JSON is none, the words stand in it.
  const sentences = [...new Set([...parts, whole])].filter((part) => /\s/.test(part));
  const names = [...whole.matchAll(errorName)].map(([name]) => name);
  return { sentences, names: [...new Set(names)] };
}
