import { instead, retirementOf } from '../model-lifecycle.ts';

/** "… has ended on Bedrock since 2026-10-14; use …", where a model has; else undefined. */
export function endOnBedrock(model: string, now: Date): string | undefined {
  const known = retirementOf(model, 'bedrock', now);
  if (known === undefined || !('retiredOn' in known)) return undefined;
  return `${model} has ended on Bedrock since ${known.retiredOn}${instead(known.successors)}`;
}

/** The same as a sentence of its own; none where the model goes on. */
export function endRemarks(model: string, now: Date): readonly string[] {
  const says = endOnBedrock(model, now);
  return says === undefined ? [] : [`${says}.`];
}
