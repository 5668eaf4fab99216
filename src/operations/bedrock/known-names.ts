import { fail } from '../../core/fail.ts';
import type { NameProblem } from '../../core/name-problem.ts';
import { problemInModel, problemInRegion } from '../../vendors/bedrock/model-names.ts';

function refuse(problem: NameProblem | undefined, force: boolean): void {
  if (problem === undefined || (force && problem.forcible)) return;
  throw fail(
    'Usage',
    problem.message,
    problem.forcible ? { hint: '--force takes it as it is.' } : {},
  );
}

/** @throws a usage error for a region that AWS or Bedrock does not have, unless forced */
export function requireKnownRegion(region: string, force: boolean): void {
  refuse(problemInRegion(region), force);
}

/** @throws a usage error for a name that can be no model there, or that nobody knows, unless forced */
export function requireKnownModels(
  models: readonly string[],
  region: string,
  { force, now }: { readonly force: boolean; readonly now: Date },
): void {
  for (const model of models) refuse(problemInModel(model, region, now), force);
}
