import type { NextStep } from '../../core/errors.ts';
import { pasteableName } from '../../core/refusal.ts';
import { secretReferences } from '../../planes/port/rules/config-fields.ts';
import { stepsAfterFailedTest } from '../../planes/port/test-advice.ts';
import type { Provider } from '../../planes/port/nouns.ts';
import type { ModelResult } from '../model-results.ts';
import type { Validated } from '../validate.ts';
import type { AdviceFacts } from './advice.ts';
import type { ExaminedCheck } from './report.ts';
import { failed, passed, type CheckName } from './verdicts.ts';

/** The line of a test by Port. */
export const liveName = (provider: string): CheckName => ({
  ...{ area: 'providers', id: 'live', title: 'Live test' },
  provider,
});

/** Says what Port's own test of a provider came to: what answered, and each reason why something did not. */
export function liveChecks(
  provider: Provider,
  { row, exit }: Validated,
  about: AdviceFacts,
): ExaminedCheck[] {
  const name = liveName(provider.provider);
  const valid = row.models.filter(({ status }) => status === 'valid');
  const others = row.models.filter(({ status }) => status !== 'valid');
  const reasons = [...new Set(others.map(reasonOf))];
  const { durationMs } = row;
  return [
    ...(valid.length > 0
      ? [passed(name, `answered Port's test: ${namesOf(valid)}`, durationMs)]
      : []),
    ...reasons.map((reason) => {
      const alike = others.filter((model) => reasonOf(model) === reason);
      return notValid(name, provider, alike, row.models);
    }),
    ...(row.models.length === 0 && row.error
      ? [asked(failed(name, { ...row.error, exit }, about), provider)]
      : []),
  ];
}

const reasonOf = ({ status, message, cause = '' }: ModelResult) =>
  [status, cause, message].join('\n');
const namesOf = (models: readonly ModelResult[]) => models.map(({ model }) => model).join(', ');

/** A refusal of what is stored is a failure; what only stayed open is unknown. */
const asked = (check: ExaminedCheck, { provider }: Provider): ExaminedCheck =>
  check.exit === 'unverifiable' ? { ...check, verdict: 'unknown', next: [again(provider)] } : check;

const again = (provider: string): NextStep => ({
  command: ['validate', pasteableName(provider) ?? '<type>'],
  why: 'test it again',
});

function notValid(
  name: CheckName,
  provider: Provider,
  alike: readonly ModelResult[],
  all: readonly ModelResult[],
): ExaminedCheck {
  const [first] = alike;
  const { status, message = '', advice, cause } = first ?? {};
  const means: NextStep[] =
    cause === undefined ? [] : [{ command: ['explain', cause], why: 'what it means' }];
  const isInvalid = status === 'invalid';
  const next = isInvalid
    ? [...stepsAfter(provider, alike, all), ...means]
    : [again(provider.provider), ...means];
  return {
    ...name,
    verdict: isInvalid ? 'fail' : 'unknown',
    says: `${namesOf(alike)}: ${message}`,
    ...(advice === undefined ? {} : { fix: advice }),
    next: next.length > 0 ? next : [again(provider.provider)],
    exit: isInvalid ? 'checkFailed' : 'unverifiable',
  };
}

/** What helps after the test of a put helps here. */
function stepsAfter(
  { provider, config }: Provider,
  failing: readonly ModelResult[],
  all: readonly ModelResult[],
): readonly NextStep[] {
  const passing = all.filter(({ status }) => status === 'valid');
  const tested = [...failing, ...passing].map(
    ({ model, status, message }) => [model, { isValid: status === 'valid', message }] as const,
  );
  return stepsAfterFailedTest({
    ...{ message: '', model: undefined, secret: undefined, sentConfig: true },
    provider: pasteableName(provider),
    details: { testedModels: Object.fromEntries(tested) },
    named: secretReferences(config ?? {}),
  });
}
