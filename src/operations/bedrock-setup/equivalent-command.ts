import type { FormAnswers } from './model-access-request.ts';
import { usualRoleName, type GuardrailRequest, type SetupRequest } from './request.ts';
import { formFlags, usersFlag } from './use-case-form.ts';

/**
 * Flags that a set-up may be given and that no equivalent command has, each with the reason.
 */
export const neverRepeated: Readonly<Record<string, string>> = {
  '--dry-run': 'the command would do nothing',
  '--users-outside': 'a former name, for which --users stands',
};

/** The command that does what is decided without asking; it asks for what is still open. */
export function equivalentCommand(request: SetupRequest): string[] {
  const { region, models, global, disableUnavailable, signIn, guardrail } = request;
  return [
    ...['bedrock', 'setup'],
    ...given('--region', region),
    ...models.flatMap((model) => ['--model', model]),
    ...whether('--global', global),
    ...whether('--disable-unavailable', disableUnavailable),
    ...(signIn === 'access-keys' ? userWords(request) : roleWords(request)),
    ...guardrailWords(guardrail),
    ...keyWords(request),
    ...given('--make-default', request.makeDefault),
    ...modelAccessWords(request),
    ...whether('--force', request.force),
  ];
}

const given = (flag: string, value: string | undefined) =>
  value === undefined ? [] : [flag, value];

/** A flag that may stand without its value. */
const perhapsGiven = (flag: string, value: string | true | undefined) =>
  value === true ? [flag] : given(flag, value);

const whether = (flag: string, isSaid: boolean) => (isSaid ? [flag] : []);

function userWords({ keys, awsProfile, folder }: SetupRequest): string[] {
  return [
    ...['--auth', 'access-keys'],
    ...(keys.writeUser ? ['--emit', 'aws-cli'] : []),
    ...given('--out', folder),
    ...perhapsGiven('--aws-profile', awsProfile),
  ];
}

function roleWords({ signIn, role, externalId, awsProfile, folder }: SetupRequest): string[] {
  const { origin, name, principals } = role;
  const idWords = [
    ...whether('--no-external-id', !externalId.wanted),
    ...given('--external-id-secret', externalId.secretName),
    ...given('--external-id-env', externalId.given?.variable),
  ];
  const described = [
    ...(name === usualRoleName ? [] : ['--role-name', name]),
    ...(principals === 'both' ? [] : ['--principals', principals]),
    ...whether('--update-role', role.update),
  ];
  const looks = perhapsGiven('--aws-profile', awsProfile);
  switch (origin?.kind) {
    case 'create':
      // Creating looks into AWS anyway.
      return [
        ...['--create', '--yes'],
        ...(awsProfile === true ? [] : looks),
        ...given('--out', folder),
        ...described,
        ...idWords,
      ];
    case 'write':
      return [
        ...['--emit', origin.form],
        ...given('--out', folder),
        ...looks,
        ...described,
        ...idWords,
      ];
    case 'have':
      // The role is there: how it was to be made says nothing any more.
      return [
        ...(origin.arn === undefined ? [] : ['--role-arn', origin.arn, '--yes']),
        ...looks,
        ...idWords,
      ];
    case undefined:
      return [
        ...given('--auth', signIn),
        ...given('--out', folder),
        ...looks,
        ...described,
        ...idWords,
      ];
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
    ...perhapsGiven('--guardrail-profile', profile),
  ];
}

function modelAccessWords({ modelAccess }: SetupRequest): string[] {
  const { submitForm, form, acceptTerms } = modelAccess;
  return [
    ...whether('--submit-use-case', submitForm),
    ...formWords(form),
    ...acceptTerms.flatMap((model) => ['--accept-agreement', model]),
  ];
}

function formWords({ users, ...texts }: FormAnswers): string[] {
  const { companyName, companyWebsite, industryOption, useCases } = texts;
  return [
    ...given(longOf(formFlags.companyName), companyName),
    ...given(longOf(formFlags.companyWebsite), companyWebsite),
    ...given(longOf(formFlags.industryOption), industryOption),
    ...given(longOf(formFlags.useCases), useCases),
    ...given(longOf(usersFlag), users),
  ];
}

/** `--users` of `--users <who>`. */
const longOf = (flag: string) => flag.split(' ')[0] ?? flag;
