import { causeEntry } from '../vendors/causes.ts';
import type { CredentialReport } from './result.ts';
import type { CallOutcome } from './request-runner.ts';
import type { TestSession } from './session.ts';
import { judged } from './stage-results.ts';
import type { Control } from './sign-in.ts';

/** Derives the verdict on the credential, apart from the models, from all answers. */
export function credentialOf(
  { test }: Pick<TestSession, 'test'>,
  evidence: readonly CallOutcome[],
  control: Control | undefined,
): CredentialReport {
  const said = (what: 'accepted' | 'refused') =>
    evidence.find((outcome) => judged(outcome, test).credential === what)?.reading;
  const refusal = said('refused');
  if (refusal) return { verdict: 'refused', why: `${causeEntry(refusal.cause).message}.` };
  if (test.keyless && !test.signIn) {
    return { verdict: 'none', why: 'The configuration names no credential.' };
  }
  if (!said('accepted')) return { verdict: 'untested', why: 'No answer says anything about it.' };
  if (control === 'open') {
    return {
      verdict: 'unverifiable',
      why: 'The server answers without any credential, so it may take every key.',
    };
  }
  if (control === 'unclear') {
    return {
      verdict: 'unverifiable',
      why: 'It was not refused, but nothing shows that the server looks at it.',
    };
  }
  return { verdict: 'accepted', why: 'The provider accepted it.' };
}
