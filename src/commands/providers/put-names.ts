import { usageError } from '../../core/errors.ts';
import type { NameProblem } from '../../core/name-problem.ts';
import { flagName } from '../../planes/port/provider-types/define.ts';
import { variantOf } from '../../planes/port/rules/config-fields.ts';
import type { ModelChange } from '../../planes/port/rules/model-switches.ts';
import type { Subject } from './put-config.ts';
import type { Plan } from './put-checks.ts';
import { modelStates } from './shared.ts';

/**
 * Refuses values and models that cannot be meant, as far as anybody knows: of what is given now alone,
 * since what is stored is nobody's slip today.
 */
export function requirePlausible(
  { type }: Subject,
  { change, stored, answered: { flags } }: Plan,
  { enable }: ModelChange,
  now: Date,
): void {
  if (!type) return;
  const config = change.update.config ?? stored?.config ?? {};
  const { fields } = variantOf(type, config);
  const ofValues = Object.entries(fields).flatMap(([key, field]): NameProblem[] => {
    const value = config[key];
    if (typeof value !== 'string' || value === stored?.config?.[key]) return [];
    const found = flags.skipClientChecks ? undefined : field.problem?.(value);
    return found ? [{ ...found, message: `${flagName(field)}: ${found.message}` }] : [];
  });
  const before = new Map((stored ? modelStates(stored) : []).map((each) => [each.model, each]));
  const ofModels = enable.flatMap((model): NameProblem[] => {
    const isOn = before.get(model)?.enabled === true;
    // What Port lists may be called as it says; whether it is still served is another question.
    const says = before.has(model)
      ? endOf(type.ended?.(model, now))
      : type.problemInModel?.(model, config, now);
    return isOn || says === undefined ? [] : [says];
  });
  const problems = [...ofValues, ...ofModels].filter(({ forcible }) => !flags.force || !forcible);
  if (problems.length === 0) return;
  throw usageError(problems.map(({ message }) => message).join(' '), {
    name: 'InvalidConfig',
    hint: problems.every(({ forcible }) => forcible)
      ? 'Nothing was sent. --force sends it as it is.'
      : 'Nothing was sent.',
  });
}

const endOf = (says: string | undefined): NameProblem | undefined =>
  says === undefined ? undefined : { message: `${says}.`, forcible: true };
