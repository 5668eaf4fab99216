import type { MessageReading } from '../../aws/diagnosis/diagnose.ts';
import type { NextStep } from '../../core/errors.ts';
import { callerOf } from '../../vendors/bedrock/denial/cause.ts';
import type { Cause } from '../../vendors/causes.ts';

/** Commands after `portai` that help against a cause of Bedrock alone, in place of what helps in general. */
export const stepsOfCause: Readonly<Partial<Record<Cause, readonly NextStep[]>>> = {
  ROLE_NOT_ASSUMABLE: [
    { command: ['bedrock', 'diagnose'], why: 'compare the role with what Port sends' },
  ],
};

/** Gives the commands after `portai` that help after a message of AWS; none if the user has to act on AWS. */
export function stepsAfterMessage({ layer, denial, cause }: MessageReading): NextStep[] {
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
