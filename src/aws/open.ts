import type { AwsAccount, BedrockControl } from './account.ts';
import type { AwsAccess } from './client-settings.ts';

/**
 * An AWS account through the AWS SDK, each of its clients loaded by the first call that needs it.
 * Nothing is sent before a function of the result is called.
 */
export function openAwsAccount(access: AwsAccess): AwsAccount {
  const iam = once(async () => (await quiet(import('./iam.ts'))).iamRoles(access));
  const sts = once(() => quiet(import('./sts.ts')));
  return {
    caller: async () => (await sts()).callerIdentity(access),
    assume: async (request) => (await sts()).assumeRole(access, request),
    bedrock: (region) => bedrockLater(access, region),
    roles: {
      get: async (name) => (await iam()).get(name),
      create: async (role) => (await iam()).create(role),
      setTrust: async (name, trust) => (await iam()).setTrust(name, trust),
      inlinePolicies: async (name) => (await iam()).inlinePolicies(name),
      attachedPolicies: async (name) => (await iam()).attachedPolicies(name),
      putInlinePolicy: async (...what) => (await iam()).putInlinePolicy(...what),
      removeInlinePolicy: async (...what) => (await iam()).removeInlinePolicy(...what),
      remove: async (name) => (await iam()).remove(name),
      managed: async () => (await iam()).managed(),
      simulate: async (question) => (await iam()).simulate(question),
    },
  };
}

function bedrockLater(access: AwsAccess, region: string): BedrockControl {
  const control = once(async () =>
    (await quiet(import('./bedrock.ts'))).bedrockControl(access, region),
  );
  return {
    profiles: async () => (await control()).profiles(),
    modelsBehind: async (profile) => (await control()).modelsBehind(profile),
    models: async () => (await control()).models(),
    availability: async (baseId) => (await control()).availability(baseId),
    useCase: async () => (await control()).useCase(),
    submitUseCase: async (form) => (await control()).submitUseCase(form),
    offers: async (baseId) => (await control()).offers(baseId),
    agree: async (baseId, token) => (await control()).agree(baseId, token),
    guardrail: async (id, version) => (await control()).guardrail(id, version),
    guardrails: async () => (await control()).guardrails(),
  };
}

/** Set before a client is made: the SDK's notice about newer versions of Node does not concern users. */
async function quiet<T>(loaded: Promise<T>): Promise<T> {
  const [{ state }, module] = await Promise.all([import('@aws-sdk/core/client'), loaded]);
  state.warningEmitted = true;
  return module;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
