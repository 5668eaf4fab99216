import { usualRoleName, type GuardrailRequest, type SetupRequest } from './request.ts';

/** The command that does what is decided without asking; it asks for what is still open. */
export function equivalentCommand(request: SetupRequest): string[] {
  const { region, models, global, signIn, externalId, guardrail, makeDefault } = request;
  return [
    ...['bedrock', 'setup'],
    ...given('--region', region),
    ...models.flatMap((model) => ['--model', model]),
    ...(global ? ['--global'] : []),
    ...(signIn === 'access-keys'
      ? ['--auth', 'access-keys']
      : [
          ...roleWords(request),
          ...(externalId.wanted ? [] : ['--no-external-id']),
          ...given('--external-id-secret', externalId.secretName),
        ]),
    ...guardrailWords(guardrail),
    ...(signIn === 'access-keys' ? keyWords(request) : []),
    ...given('--make-default', makeDefault),
  ];
}

const given = (flag: string, value: string | undefined) =>
  value === undefined ? [] : [flag, value];

function roleWords({ role, awsProfile, folder }: SetupRequest): string[] {
  const { origin, name, principals } = role;
  const described = [
    ...(name === usualRoleName ? [] : ['--role-name', name]),
    ...(principals === 'both' ? [] : ['--principals', principals]),
  ];
  switch (origin?.kind) {
    case 'create': {
      const as = typeof awsProfile === 'string' ? ['--aws-profile', awsProfile] : [];
      return ['--create', '--yes', ...as, ...described];
    }
    case 'write':
      return ['--emit', origin.form, ...given('--out', folder), ...described];
    default:
      return origin?.arn === undefined ? described : ['--role-arn', origin.arn, '--yes'];
  }
}

function keyWords({ keys }: SetupRequest): string[] {
  return [
    ...given('--access-key-id-secret', keys.idSecret),
    ...given('--secret-access-key-secret', keys.keySecret),
    ...given('--access-key-id-env', keys.idVariable),
    ...given('--secret-access-key-env', keys.keyVariable),
  ];
}

function guardrailWords({ id, version, profile }: GuardrailRequest): string[] {
  return [
    ...given('--guardrail-id', id),
    ...given('--guardrail-version', version),
    ...(profile === undefined ? [] : ['--guardrail-profile']),
    ...(typeof profile === 'string' ? [profile] : []),
  ];
}
