import type { EmitForm } from '../../aws/iam-documents/emit.ts';
import type { GuardrailProfileAccess } from '../../aws/iam-documents/guardrail-profiles.ts';
import type { SetupDecisions } from '../../operations/bedrock-setup/decisions.ts';
import { createsRole } from '../../operations/bedrock-setup/problems.ts';
import type { RoleOrigin, SignInMethod } from '../../operations/bedrock-setup/request.ts';
import type { Asker } from '../../operations/ports.ts';
import {
  awsRegion,
  guardrailVersion,
  roleArn,
} from '../../planes/port/provider-types/field-schemas.ts';
import { problemInRegion } from '../../vendors/bedrock/model-names.ts';
import type { Conversation } from '../conversation.ts';
import { askAboutExternalId } from './external-id.ts';
import { askAboutModelAccess } from './model-access.ts';

/** Asks whatever a set-up leaves open, each question when its turn comes. */
export function askAboutSetup(
  conversation: Pick<Conversation, 'ask' | 'hold' | 'report'>,
): SetupDecisions {
  const { ask } = conversation;
  const confirm = (message: string, flag: string, suggestion: boolean) =>
    ask.confirm({ message, flag, suggestion });
  return {
    region: (force) => askForRegion(ask, force),
    lookIntoAccount: () =>
      confirm("Look into AWS with this machine's credentials (reads only)", '--aws-profile', true),
    allowGlobal: () =>
      confirm('Also allow worldwide profiles (data may leave the geography)', '--global', false),
    switchOff: (models) =>
      confirm(
        `Switch off in Port what cannot be had: ${models.join(', ')}`,
        '--disable-unavailable',
        true,
      ),
    models: (offered) =>
      ask.pickMany(
        { message: 'Models that Port may call', flag: '--model <model>' },
        offered.map(({ model, prefixes, remark, usual }) => ({
          name: `${model}  ${prefixes.join(' ')}${remark === undefined ? '' : `  ${remark}`}`,
          short: model,
          value: model,
          checked: usual,
        })),
      ),
    modelAccess: askAboutModelAccess(ask),
    signIn: () => askForSignIn(ask),
    ...aboutGuardrail(ask),
    writeUser: () =>
      confirm('Write down a user with the least permissions first', '--emit aws-cli', true),
    roleOrigin: (account) => askForOrigin(ask, account),
    ...askAboutExternalId(conversation),
    replaceConfig: () => confirm('Replace its configuration', '--force', true),
    makeRole: (plan, account) => {
      const creates = createsRole(plan);
      const verb = plan.kind === 'create' ? 'Create' : creates ? 'Finish' : 'Change';
      return confirm(
        `${verb} the role ${plan.wanted.name} in account ${account}`,
        creates ? '--yes' : '--update-role',
        creates,
      );
    },
    roleArn: (written) =>
      ask.text({
        message: written ? 'ARN of the role, once it is created' : 'ARN of the role',
        flag: '--role-arn <arn>',
        check: (answer) => roleArn().safeParse(answer).error?.issues[0]?.message ?? true,
      }),
    tryInSpiteOfChecks: () => confirm('Let Port try it all the same', '--force', false),
    makeDefault: (models) =>
      ask.pick<string | undefined>(
        { message: 'Make it the default', flag: '--make-default <model>' },
        [
          { name: 'no', value: undefined },
          ...models.map((model) => ({ name: model, value: model })),
        ],
      ),
  };
}

const askForRegion = (ask: Asker, force: boolean) =>
  ask.text({
    message: 'AWS region that serves the models',
    flag: '--region <region>',
    hint: 'such as eu-west-1',
    check: (answer) =>
      awsRegion().safeParse(answer).error?.issues[0]?.message ??
      (force ? undefined : problemInRegion(answer)?.message) ??
      true,
  });

const askForSignIn = (ask: Asker) =>
  ask.pick<SignInMethod>({ message: 'How Port signs in to AWS', flag: '--auth <way>' }, [
    {
      name: 'Assume a role (recommended: no long-lived AWS key is stored)',
      short: 'Assume a role',
      value: 'assume-role',
    },
    { name: 'Access keys of a user', short: 'Access keys', value: 'access-keys' },
  ]);

function askForOrigin(ask: Asker, account: string | undefined): Promise<RoleOrigin> {
  const write = (form: EmitForm, name: string) => ({
    name: `Write it down for somebody else: ${name}`,
    short: name,
    value: { kind: 'write', form } as const,
  });
  const create = {
    name: `Create it now in account ${account ?? ''}`,
    short: 'Create it now',
    value: { kind: 'create' } as const,
  };
  return ask.pick<RoleOrigin>(
    { message: 'Where the role comes from', flag: '--create, --emit <form> or --role-arn <arn>' },
    [
      ...(account === undefined ? [] : [create]),
      write('aws-cli', 'AWS CLI script'),
      write('terraform', 'Terraform'),
      write('cloudformation', 'CloudFormation'),
      { name: 'I have a role', value: { kind: 'have', arn: undefined } },
    ],
  );
}

function aboutGuardrail(
  ask: Asker,
): Pick<SetupDecisions, 'guardrail' | 'guardrailVersion' | 'guardrailProfile'> {
  const flag = '--guardrail-id <id>';
  return {
    guardrail: (listed) =>
      listed.length === 0
        ? ask.text({
            message: 'Guardrail that every call passes',
            flag,
            hint: 'id or ARN; filters content',
            optional: true,
            check: () => true,
          })
        : ask.pick({ message: 'Guardrail that every call passes (filters content)', flag }, [
            { name: 'none', value: '' },
            ...listed.map(({ id, name }) => ({ name: `${name}  ${id}`, short: id, value: id })),
          ]),
    // No version is suggested: what AWS lists is the draft, which changes under whoever uses it.
    guardrailVersion: () =>
      ask.text({
        message: 'Version of the guardrail',
        flag: '--guardrail-version <version>',
        hint: 'a number; DRAFT changes with every edit',
        check: (answer) => guardrailVersion().safeParse(answer).error?.issues[0]?.message ?? true,
      }),
    guardrailProfile: (known) =>
      ask.pick<GuardrailProfileAccess | undefined>(
        {
          message: 'Does it work across regions, as every guardrail of the Standard tier does',
          flag: '--guardrail-profile [id]',
        },
        [
          { name: 'no: in this region only', short: 'no', value: undefined },
          ...known.map((value) => ({ name: `yes, by ${value.id}`, short: value.id, value })),
        ],
      ),
  };
}
