import { causeEntry, causeOfMessage } from '../../vendors/causes.ts';
import type { NextStep } from '../../core/errors.ts';
import type { VendorSetUp } from './provider-types/define.ts';
import { findProviderType } from './provider-types/index.ts';
import { pasteableName } from '../../core/refusal.ts';
import { type PortRefusalFacts } from './refusal.ts';
import { speaksOfTheHost } from './rules/preflight-difference.ts';
import { testedModelsIn } from './tested-models.ts';

/** What looks into what portai can set up at a vendor. */
const diagnoses: Readonly<Record<VendorSetUp, readonly string[]>> = {
  'aws-role': ['bedrock', 'diagnose'],
};

/**
 * What helps after a connection test of Port that failed: another value for a secret where the answers
 * speak against a credential, or say nothing that is known; and going on without what failed.
 */
export function stepsAfterFailedTest({
  provider,
  details,
  named,
  sentConfig,
}: PortRefusalFacts): readonly NextStep[] {
  const tested = testedModelsIn(details);
  const failing = tested.filter(({ isValid }) => isValid !== true);
  const doubted = failing.length === 0 || failing.some(({ message }) => doubtsCredential(message));
  const secrets = named.filter(({ field }) => !isAgreed(provider, field));
  const nameless = sentConfig === true && named.length === 0;
  const unreached = failing.some(
    ({ message }) => causeOfMessage(message) === undefined && speaksOfTheHost(message),
  );
  const { setUp } = (provider === undefined ? undefined : findProviderType(provider)) ?? {};
  return [
    ...(doubted && setUp !== undefined
      ? [{ command: diagnoses[setUp], why: 'look at every layer between Port and the model' }]
      : []),
    ...(unreached && !nameless
      ? [
          {
            command: ['providers', 'put', provider ?? '<type>', '--help'],
            why: 'change what it connects with',
          },
        ]
      : []),
    ...(nameless
      ? [
          {
            command: ['providers', 'put', provider ?? '<type>', '--help'],
            why: 'name a secret, or change what it connects with',
          },
        ]
      : []),
    ...(doubted ? secrets : []).map(({ secret }) => ({
      command: ['secrets', 'set', secret, '--value-file', '<file>'],
      why: 'store a working value',
    })),
    // With every model failing, switching them off one by one is not the way out.
    ...(failing.length === tested.length ? [] : failing)
      .flatMap(({ model }) => pasteableName(model) ?? [])
      .map((model) => ({
        command: ['providers', 'put', provider ?? '<type>', '--disable-model', model, '--validate'],
        why: `go on without ${model}`,
      })),
  ];
}

/** Whether a message speaks against the credential; one in words that are not known may. */
function doubtsCredential(message: string): boolean {
  const cause = causeOfMessage(message);
  if (cause === undefined) return !speaksOfTheHost(message);
  if (cause === 'SECRET_MALFORMED') return true;
  return causeEntry(cause).credential === 'refused';
}

function isAgreed(provider: string | undefined, key: string): boolean {
  const variants =
    (provider === undefined ? undefined : findProviderType(provider))?.variants ?? [];
  return variants.some(({ fields }) => fields[key]?.agreed === true);
}
