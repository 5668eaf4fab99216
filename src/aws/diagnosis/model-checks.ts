import type { BedrockCheck, DiagnosisFacts, ModelFacts } from './facts.ts';

/** The account's access to the models, whoever asks. */
export function modelChecks({ models, region }: DiagnosisFacts): BedrockCheck[] {
  return [
    ...models.map((model) => endedCheck(model) ?? accessCheck(model)),
    ...models
      .filter(({ profiles, ended }) => profiles.length === 0 && ended === undefined)
      .map(({ model, listed }): BedrockCheck => ({
        id: 'profiles',
        title: model,
        verdict: listed ? 'fail' : 'unknown',
        says: listed
          ? `no inference profile gives it in ${region}`
          : `could not look which inference profile gives it in ${region}`,
        fix: 'Choose another region, allow worldwide profiles (--global), or switch it off in Port.',
      })),
    {
      id: 'quota',
      title: 'Quota',
      verdict: 'unknown',
      unknowable: true,
      says: 'could not look: IAM knows nothing of it',
      fix: 'New accounts may have a quota of zero: Service Quotas, Amazon Bedrock, in this region.',
    },
  ];
}

function endedCheck({ model, ended }: ModelFacts): BedrockCheck | undefined {
  if (ended === undefined) return undefined;
  return {
    id: 'access',
    title: model,
    verdict: 'fail',
    says: ended,
    fix: `Switch it off in Port: portai providers models disable bedrock ${model}`,
  };
}

function accessCheck({ model, gates, lifecycle, profiles }: ModelFacts): BedrockCheck {
  const common = { id: 'access', title: model } as const;
  if ('unread' in gates) {
    return { ...common, verdict: 'unknown', says: `could not look: ${gates.unread}` };
  }
  const [shut, ...others] = gates.value;
  if (shut) {
    return {
      ...common,
      verdict: shut.waitable === true && others.length === 0 ? 'warn' : 'fail',
      says: [shut, ...others].map(({ says }) => says).join('; '),
      fix: [shut, ...others].map(({ fix }) => fix).join(' '),
    };
  }
  const word = 'value' in lifecycle ? lifecycle.value : undefined;
  if (word !== undefined && word !== 'ACTIVE') {
    return {
      ...common,
      verdict: 'warn',
      says: `open, and AWS calls it ${word}`,
      fix: 'AWS closes a legacy model to accounts that have not used it for 30 days.',
    };
  }
  if ('unread' in lifecycle) {
    return {
      ...common,
      verdict: 'warn',
      says: `open to the account; could not look whether AWS retires it: ${lifecycle.unread}`,
    };
  }
  return {
    ...common,
    verdict: 'pass',
    says: `open to the account, by ${profiles.join(', ') || 'no profile'}`,
  };
}
