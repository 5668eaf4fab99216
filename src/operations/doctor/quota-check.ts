import type { AiQuota } from '../../planes/port/nouns.ts';
import { quotaView } from '../quota.ts';
import type { AdviceFacts } from './advice.ts';
import { isWithheld } from './organization-checks.ts';
import { failureIn, seenIn, type LookedUp } from './looked-up.ts';
import type { ExaminedCheck } from './report.ts';
import { failed, passed, unseen, warned, type CheckName } from './verdicts.ts';

const name: CheckName = { area: 'quota', id: 'quota', title: 'Quota' };

/** Past this share a person should know. */
const nearlyUsed = 0.8;

const ownModels = {
  fix: "Port's own models count; providers of your own do not.",
  next: [
    {
      command: ['defaults', 'set', '--provider', '<type>', '--model', '<model>'],
      why: 'use a provider of your own',
    },
    { command: ['quota'], why: "the month's use" },
  ],
};

/** Says how much of the month is left of Port's own models. */
export function quotaCheck(quota: LookedUp<AiQuota>, now: Date, about: AdviceFacts): ExaminedCheck {
  const failure = failureIn(quota);
  const steps = [{ command: ['quota'], why: 'ask for it alone' }];
  if (failure && isWithheld(failure)) {
    return unseen(name, 'Port does not show it to these credentials', steps);
  }
  if (failure) return failed(name, failure, about);
  const { _portai: use, monthlyLimit, remainingQuota } = quotaView(seenIn(quota) ?? {}, now);
  if (use.used === null || monthlyLimit === null || monthlyLimit === undefined) {
    return unseen(name, 'Port does not say how much is used', steps);
  }
  const reset = use.resetsAt === null ? '' : `; anew at ${use.resetsAt.replace(/\.\d+Z$/, 'Z')}`;
  const says = `${use.used} of ${monthlyLimit} invocations used${reset}`;
  if (typeof remainingQuota === 'number' && remainingQuota <= 0) {
    return { ...warned(name, `used up: ${says}`, ownModels), verdict: 'fail', exit: 'limited' };
  }
  return (use.share ?? 0) >= nearlyUsed
    ? warned(name, `nearly used up: ${says}`, ownModels)
    : passed(name, says);
}
