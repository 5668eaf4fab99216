import { exitClasses } from '../core/errors.ts';
import { portaiErrors } from '../core/error-catalogue.ts';
import { providerCauses } from '../vendors/cause-catalogue.ts';
import { isCause } from '../vendors/causes.ts';
import type { CauseEntry } from '../vendors/stages.ts';
import { exitOfVerdicts } from '../vendors/validity.ts';
import { stepsOfCause } from './bedrock/next-steps.ts';
import type { Explanation } from './explanation.ts';

const about: Readonly<Record<CauseEntry['scope'], string>> = {
  provider: 'It is about every model of the provider.',
  model: 'It is about this model alone.',
  request: 'It is about the request as it was.',
};

const ofTheKey: Readonly<Record<CauseEntry['credential'], string>> = {
  accepted: 'The credential was accepted.',
  refused: 'The credential was refused.',
  unknown: 'It says nothing of the credential.',
};

const counts: Readonly<Record<CauseEntry['verdict'], string>> = {
  pass: 'A connection test passes.',
  warn: 'A connection test passes, with a remark.',
  fail: 'A connection test fails.',
  unknown: 'A connection test could not find out.',
};

/** What a connection test with this verdict says of itself, and the exit code that it ends with. */
export function inATest(verdict: CauseEntry['verdict']): string {
  return `${counts[verdict]} It ends with ${exitClasses[exitOfVerdicts([verdict])].code}.`;
}

/** What a provider can answer in a connection test; names that portai's own errors have are left to them. */
export function providerExplanations(): Explanation[] {
  const entries: [string, CauseEntry][] = Object.entries(providerCauses);
  return entries
    .filter(([name]) => !(name in portaiErrors))
    .map(([name, entry]) => ({
      name,
      from: 'provider',
      exitCode: exitClasses[exitOfVerdicts([entry.verdict])].code,
      title: entry.message,
      cause: [
        counts[entry.verdict],
        about[entry.scope],
        ofTheKey[entry.credential],
        ...(entry.retryable ? ['Trying again may help.'] : []),
      ].join(' '),
      fix: entry.advice === '' ? 'Nothing has to be done.' : entry.advice,
      next: stepsAfter(name, entry),
    }));
}

function stepsAfter(name: string, { verdict, credential }: CauseEntry): Explanation['next'] {
  if (verdict === 'pass') return [];
  const direct = {
    command: ['validate', '<type>', '--direct'],
    why: 'what the provider says, from this machine',
  };
  const ofItsOwn = isCause(name) ? stepsOfCause[name] : undefined;
  if (ofItsOwn) return ofItsOwn;
  if (name === 'MODEL_RETIRED') {
    return [
      { command: ['providers', 'models', 'disable', '<type>', '<model>'], why: 'stop offering it' },
      direct,
    ];
  }
  return credential === 'refused'
    ? [{ command: ['secrets', 'set', '<name>'], why: 'store another value' }, direct]
    : [direct];
}
