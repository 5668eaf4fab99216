import { calendarEntry } from '../../../vendors/model-lifecycle.ts';
import { endOnBedrock, endRemarks } from '../../../vendors/bedrock/ended-models.ts';
import { problemInModel, problemInRegion } from '../../../vendors/bedrock/model-names.ts';
import type { BedrockTarget } from '../../../vendors/bedrock/signed-request.ts';
import { textIn, type Config } from '../config.ts';
import { claudeModels, latestClaudeModels } from './anthropic.ts';
import type { Field, ProviderType } from './define.ts';
import {
  awsRegion,
  guardrailIdentifier,
  guardrailVersion,
  roleArn,
  secretName,
} from './field-schemas.ts';

const common = {
  region: {
    schema: awsRegion,
    flag: '--region <region>',
    label: 'AWS region that serves the models',
    hint: 'such as eu-west-1',
    problem: problemInRegion,
  },
  guardrailIdentifier: {
    schema: guardrailIdentifier,
    optional: true,
    flag: '--guardrail-id <id>',
    label: 'id or ARN of a Bedrock guardrail',
    hint: 'only with --guardrail-version',
  },
  guardrailVersion: {
    schema: guardrailVersion,
    optional: true,
    flag: '--guardrail-version <version>',
    label: 'version of the guardrail',
    hint: 'a number, or DRAFT',
  },
} as const satisfies Record<string, Field>;

const together = [['guardrailIdentifier', 'guardrailVersion']] as const;

const vendor = () => import('../../../vendors/bedrock/connection-test.ts');

/** Id and version of a guardrail stand together or not at all. */
function targetIn(config: Config): BedrockTarget {
  const [id, version] = [config['guardrailIdentifier'], config['guardrailVersion']];
  return {
    region: textIn(config, 'region'),
    ...(typeof id === 'string' && typeof version === 'string'
      ? { guardrail: { id, version } }
      : {}),
  };
}

export const bedrock = {
  id: 'bedrock',
  title: 'AWS Bedrock',
  calendar: (model, now) => calendarEntry(model, 'bedrock', now),
  models: claudeModels,
  latestModels: latestClaudeModels,
  ended: endOnBedrock,
  setUp: 'aws-role',
  problemInModel: (model, { region }, now) => {
    const [says] = endRemarks(model, now);
    if (says !== undefined) return { message: says, forcible: true };
    return problemInModel(model, String(region), now);
  },
  variants: [
    {
      id: 'assume-role',
      title: 'Assume role',
      remark: 'recommended: no long-lived AWS key is stored',
      takesAwsCredentials: true,
      trustsPortAlone: true,
      fields: {
        roleArn: {
          schema: roleArn,
          flag: '--role-arn <arn>',
          label: 'ARN of the IAM role that Port assumes',
          hint: 'arn:aws:iam::<account>:role/<name>',
        },
        externalIdSecretName: {
          schema: secretName,
          optional: true,
          flag: '--external-id-secret <name>',
          label: 'secret that holds the external ID',
          hint: 'only when the trust policy asks for one',
          holds: 'external-id',
          agreed: true,
          usualSecret: 'aws-external-id',
        },
        ...common,
      },
      together,
      connection: async () => {
        const { bedrockTest } = await vendor();
        return (config, secret) => {
          const externalId = config['externalIdSecretName'];
          return bedrockTest({
            ...targetIn(config),
            credentials: {
              roleArn: textIn(config, 'roleArn'),
              ...(externalId === undefined ? {} : { externalId: () => secret(externalId) }),
            },
          });
        };
      },
    },
    {
      id: 'access-keys',
      title: 'Access keys',
      remark: 'two secrets hold an AWS key pair',
      takesAwsCredentials: true,
      fields: {
        accessKeyIdSecretName: {
          schema: secretName,
          flag: '--access-key-id-secret <name>',
          label: 'secret that holds the AWS access key ID',
          holds: 'aws-access-key-id',
          usualSecret: 'aws-access-key-id',
        },
        secretAccessKeySecretName: {
          schema: secretName,
          flag: '--secret-access-key-secret <name>',
          label: 'secret that holds the AWS secret access key',
          holds: 'aws-secret-access-key',
          usualSecret: 'aws-secret-access-key',
        },
        ...common,
      },
      together,
      connection: async () => {
        const { bedrockTest } = await vendor();
        return (config, secret) =>
          bedrockTest({
            ...targetIn(config),
            credentials: {
              accessKeyId: () => secret(config['accessKeyIdSecretName']),
              secretAccessKey: () => secret(config['secretAccessKeySecretName']),
            },
          });
      },
    },
  ],
} as const satisfies ProviderType;
