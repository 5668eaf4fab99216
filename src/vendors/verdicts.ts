import { causeEntry, type Cause } from './causes.ts';
import type { Reading } from './reading.ts';
import type { CauseEntry } from './stages.ts';

/**
 * What was asked, which decides what an answer can prove. `free` has an answer of its own, such as a
 * list, a count or a session. `empty` leaves the question out, so that to be refused for that alone is
 * its success. `word` is the plain question, `stream` the same as a stream.
 */
export const questionKinds = [
  'free',
  'empty',
  'word',
  'stream',
  'structured',
  'guardrail',
] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** What an answer is judged by. */
export interface Evidence extends Pick<Reading, 'cause' | 'coded' | 'recognised'> {
  readonly status?: number | undefined;
}

interface Success {
  readonly verdict: 'pass' | 'warn';
  readonly on: (status: number) => boolean;
}

const answered = (status: number) => status >= 200 && status < 300;
const pass: Success = { verdict: 'pass', on: answered };
const remark: Success = { verdict: 'warn', on: answered };
/** The plain question passed just before, so what is refused is the schema; unless somebody is in between. */
const refusedSchema = (status: number) =>
  answered(status) || (status >= 400 && status <= 501 && ![401, 403, 407, 429].includes(status));

/** All that counts as a success, by what was asked. What is not here passes nothing. */
const successes: Readonly<Record<QuestionKind, Readonly<Partial<Record<Cause, Success>>>>> = {
  free: { OK: pass, ZERO_TOKEN_OK: pass },
  empty: { OK: pass, ZERO_TOKEN_OK: { verdict: 'pass', on: (status) => status === 400 } },
  word: {
    OK: pass,
    TRUNCATED_OK: pass,
    CONTENT_POLICY: remark,
    GUARDRAIL_INTERVENED: remark,
    WRONG_DEPLOYMENT: remark,
    OTHER_MODEL: remark,
  },
  // A filter that lets no word through leaves open whether words would come one by one.
  stream: { OK: pass, TRUNCATED_OK: pass, GUARDRAIL_INTERVENED: remark },
  structured: {
    OK: pass,
    TRUNCATED_OK: pass,
    STRUCTURED_UNSUPPORTED: { verdict: 'warn', on: refusedSchema },
    CONTENT_POLICY: remark,
    GUARDRAIL_INTERVENED: remark,
  },
  guardrail: { OK: pass, GUARDRAIL_INTERVENED: remark },
};

/** Reached, and perhaps even at work, but the answer that was asked for did not come. */
const leftOpen: ReadonlySet<Cause> = new Set<Cause>([
  'TRUNCATED_OK',
  'CONTENT_POLICY',
  'GUARDRAIL_INTERVENED',
]);

function succeeds({ cause, status }: Evidence, question: QuestionKind): Success | undefined {
  const success = successes[question][cause];
  return success && status !== undefined && success.on(status) ? success : undefined;
}

/** Whether something works, by what was found, the status it came with, and what was asked. */
export function verdictOf(evidence: Evidence, question: QuestionKind): CauseEntry['verdict'] {
  const success = succeeds(evidence, question);
  if (success) return success.verdict;
  const { verdict } = causeEntry(evidence.cause);
  if (verdict === 'fail' || verdict === 'unknown') return verdict;
  return leftOpen.has(evidence.cause) ? 'unknown' : 'fail';
}

/** Whoever is in between, such as a filter or a limiter, says the same without looking at a key. */
const onlyInTheVendorsWords: ReadonlySet<Cause> = new Set<Cause>([
  'CONTENT_POLICY',
  'GUARDRAIL_INTERVENED',
  'RATE_LIMITED',
]);
/** About the form of a request, which is often looked at before the key is. */
const ofTheForm: ReadonlySet<Cause> = new Set<Cause>([
  'UNSUPPORTED_PARAM',
  'STRUCTURED_UNSUPPORTED',
  'ZERO_TOKEN_OK',
]);

/** What an answer says of the credential: it is accepted only by one that had to judge it. */
export function credentialIn(evidence: Evidence, question: QuestionKind): CauseEntry['credential'] {
  const { cause, status, coded = false, recognised } = evidence;
  const { credential } = causeEntry(cause);
  if (credential !== 'accepted' || succeeds(evidence, question)) return credential;
  if (status === undefined || status >= 500 || !recognised) return 'unknown';
  if (onlyInTheVendorsWords.has(cause)) return coded ? credential : 'unknown';
  return ofTheForm.has(cause) ? 'unknown' : credential;
}

/** Corrects a cause that cannot be the meaning of an answer to this question. */
export function asAsked(reading: Reading, question: QuestionKind): Reading {
  const { cause, status = 200, coded = false } = reading;
  const refused = status >= 300;
  if (question !== 'structured' && cause === 'STRUCTURED_UNSUPPORTED') {
    return { ...reading, cause: 'UNSUPPORTED_PARAM' };
  }
  if (question !== 'empty' && refused && cause === 'ZERO_TOKEN_OK') {
    return { ...reading, cause: 'REQUEST_REFUSED' };
  }
  // A filter of the network speaks of policies as well, and blocks everything.
  if (status === 403 && cause === 'CONTENT_POLICY' && !coded) {
    return { ...reading, cause: 'NETWORK_ACL' };
  }
  return reading;
}
