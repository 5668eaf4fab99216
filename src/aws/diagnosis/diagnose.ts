import { externalIdCheck } from './external-id-check.ts';
import type { BedrockCheck, DiagnosisFacts } from './facts.ts';
import { modelChecks } from './model-checks.ts';
import { guardrailChecks, permissionCheck } from './permission-checks.ts';
import { accountChecks, roleChecks } from './role-checks.ts';

export type { BedrockCheck, CheckId, DiagnosisFacts, Look } from './facts.ts';
export { awsAdvice } from './advice.ts';
export { layerOf } from './layers.ts';
export { readingInWords, toCollect } from './message-words.ts';
export { tellingApart } from './telling-apart.ts';
export { causeOfText, lacksModels, readMessage, type MessageReading } from './message.ts';

/** Every layer between Port and the model, in the order in which one needs the other. */
export function diagnose(facts: DiagnosisFacts): readonly BedrockCheck[] {
  const absent = 'value' in facts.role && !facts.role.value;
  return [
    ...accountChecks(facts),
    ...roleChecks(facts),
    ...(absent ? [] : [externalIdCheck(facts), permissionCheck(facts), ...guardrailChecks(facts)]),
    ...modelChecks(facts),
  ];
}
