import type { CredentialKind } from '../provider-types/define.ts';
import { isJsonObject } from './key-file.ts';

/** Values that are stored as several lines on purpose. */
const multiline = /^\s*["']?(?:-----BEGIN |\{[\s\S]*\}\s*$)/;

const invisible =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00a0\u200b-\u200f\u2028\u2029\ufeff]/;
/** Word processors and web pages put these where quotes and parts of a key were. */
const typographic = /[\u2018\u2019\u201c\u201d\u2026]/;

/** What a copy took along, or took instead of the value. */
const slips: readonly (readonly [RegExp, string])[] = [
  [/^(["'`]).*\1$/s, 'stands in quotes: leave them out'],
  [
    /^(?:export\s+)?[A-Z][A-Z0-9]*_[A-Z0-9_]*=\S/,
    'is an assignment: give what stands after the "=" alone',
  ],
  [/^\$\{?[A-Za-z_]\w*\}?$/, 'is the name of a variable that no shell has filled in'],
  [/^<[^<>]+>$/, 'is a placeholder of an example'],
  [/^bearer\s/i, 'begins with "Bearer": give what stands after it alone'],
];

/** The value without the blanks and line ends around it; other invisible characters stay, and are refused. */
export const withoutOuterBlanks = (value: string): string =>
  value.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');

/** Whether blanks or line ends are around a value: Port may send them along, and be refused for them. */
export function hasOuterBlanks(value: string): boolean {
  return !multiline.test(value) && value !== '' && value !== withoutOuterBlanks(value);
}

/**
 * What is wrong with a value as a credential, without repeating any of it; undefined when nothing is.
 * Each of these is accepted by a vault and refused by the provider, long after it was stored.
 */
export function problemInValue(value: string): string | undefined {
  if (value.startsWith('\ufeff')) return 'starts with a byte order mark (U+FEFF): save it without';
  const odd = invisible.exec(value);
  if (odd) return `holds an invisible character (${placeOf(odd)}): paste it again`;
  if (value.includes('-----BEGIN ') && !value.includes('-----END ')) {
    return 'is a PEM without its end: a question takes one line only, so give the file with --value-file';
  }
  if (multiline.test(value)) return undefined;
  const curly = typographic.exec(value);
  if (curly) return `holds a character that no key has (${placeOf(curly)}): paste it again`;
  if (/[\r\n]/.test(value.trimEnd())) {
    return 'has a line break inside, and is neither a PEM nor JSON: a key is one line';
  }
  return slips.find(([slip]) => slip.test(value))?.[1];
}

function placeOf(match: RegExpExecArray): string {
  const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code} at position ${match.index + 1}`;
}

const temporaryKeyId = /^ASIA[A-Z0-9]{16}$/;
const keyId = /^(?:AKIA|ASIA)[A-Z0-9]{16}$/;

/** Shapes that only one vendor gives out, the longer beginning first, and the kind that each is right for. */
const families: readonly (readonly [RegExp, string, CredentialKind?])[] = [
  [/^sk-ant-/, 'an Anthropic key', 'anthropic-api-key'],
  [/^sk-or-/, 'an OpenRouter key'],
  [/^sk-(?:proj|svcacct|admin)-/, 'an OpenAI key', 'openai-api-key'],
  [/^AIza[\w-]{30,}$/, 'a Google API key', 'google-api-key'],
  [/^ya29\./, 'a Google access token, which lasts an hour'],
  [keyId, 'an AWS access key id', 'aws-access-key-id'],
  [/^-----BEGIN /, 'a private key', 'pem-private-key'],
];

/** Whether only one vendor gives out values of this shape. */
export const isOfOneVendor = (value: string): boolean =>
  families.some(([shape]) => shape.test(value.trim()));

/**
 * Why a value can be right nowhere where it is used; undefined when it can be somewhere, and where
 * nobody uses it.
 */
export function misplacedEverywhere(
  value: string,
  uses: readonly (CredentialKind | undefined)[],
): string | undefined {
  const problems = uses.map((holds) => misplacedValue(value, holds));
  return problems.includes(undefined) ? undefined : problems[0];
}

/**
 * Why a value cannot be what it is stored for, in words that hold nothing of it; undefined when
 * nothing speaks against it, and where it is not known what it is for.
 */
export function misplacedValue(
  value: string,
  holds: CredentialKind | undefined,
): string | undefined {
  const text = value.trim();
  switch (holds) {
    case undefined:
      return undefined;
    case 'aws-access-key-id':
      return keyIdProblem(text);
    case 'aws-secret-access-key':
      return secretKeyProblem(text);
    case 'service-account-email':
      return emailProblem(text);
    case 'pem-private-key':
      return privateKeyProblem(text);
    case 'endpoint-api-key':
      return ofAnotherKind(text, (kind) => kind !== 'pem-private-key');
    default:
      return ofAnotherKind(text, (kind) => kind === holds);
  }
}

function ofAnotherKind(
  text: string,
  fits: (kind: CredentialKind | undefined) => boolean,
): string | undefined {
  const [, name, kind] = families.find(([shape]) => shape.test(text)) ?? [];
  return name === undefined || fits(kind) ? undefined : `looks like ${name}`;
}

function emailProblem(text: string): string | undefined {
  if (/^[^@\s]+@[^@\s]+\.gserviceaccount\.com$/.test(text)) return undefined;
  return isJsonObject(text)
    ? 'is a whole file of JSON: give its client_email alone'
    : 'is not the address of a service account (…gserviceaccount.com)';
}

function privateKeyProblem(text: string): string | undefined {
  if (isJsonObject(text)) return 'is a whole file of JSON: give its private_key alone';
  if (!text.includes('-----BEGIN ')) return 'is no private key: it has no BEGIN line';
  return /^-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----$/.test(text)
    ? undefined
    : 'holds more than one private key: give the text from its BEGIN to its END line alone';
}

function keyIdProblem(text: string): string | undefined {
  if (temporaryKeyId.test(text)) return temporary;
  if (/^[A-Za-z0-9/+]{40}$/.test(text)) return 'looks like the secret key, not its id';
  return keyId.test(text) ? undefined : 'is not an AWS access key id: AKIA and 16 more';
}

function secretKeyProblem(text: string): string | undefined {
  if (keyId.test(text)) return 'looks like the key id, not its secret';
  return text.length === 40
    ? undefined
    : 'is not an AWS secret access key, which has 40 characters';
}

const temporary =
  'is the id of temporary AWS credentials, which need a session token; Port has no field for it';

/** What is worth a word although it may be meant, where nothing is known of its purpose. */
export function doubtAboutValue(value: string): string | undefined {
  if (isJsonObject(value)) {
    return 'is a whole file of JSON: a provider takes one value in each secret, such as the private_key of a service account';
  }
  return temporaryKeyId.test(value.trim()) ? temporary : undefined;
}
