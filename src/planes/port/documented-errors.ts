import { readRefusal } from '../../core/refusal.ts';
import { documentedIn, type PastedError, type PlaneErrors } from '../documented-errors.ts';
import { portErrors } from './errors.ts';
import { findPortError } from './failure.ts';
import type { PortRefusalFacts } from './refusal.ts';

const nothingKnown: PortRefusalFacts = {
  message: '',
  details: undefined,
  provider: undefined,
  model: undefined,
  secret: undefined,
  named: [{ field: '', secret: '<secret>' }],
};

/** The errors of Port, as `explain` shows them. */
export const portDocumentedErrors: PlaneErrors = {
  from: 'Port',
  documented: documentedIn(portErrors, nothingKnown),
  read: readPasted,
};

/** Port's own envelope and line. Its reasons are the providers', and stand within. */
function readPasted(text: string): PastedError | undefined {
  if (/connection test failed for provider/i.test(text)) return failedTest;
  const body = /\{[^]*\}/.exec(text)?.[0];
  const { name } = body === undefined ? { name: undefined } : readRefusal(body);
  // Names of one word are used by every vendor: only Port's own compounds are Port's.
  const found =
    name !== undefined && /[a-z_]LLM|^LLM|^llm_|Provider|Secret/.test(name)
      ? findPortError(name)
      : undefined;
  return found && { name: found[0], next: [], ofProvider: false };
}

const failedTest: PastedError = {
  name: 'LLMProviderModelTestError',
  next: [{ command: ['validate', '<type>'], why: 'test again, and see the reason of each model' }],
  ofProvider: true,
};
