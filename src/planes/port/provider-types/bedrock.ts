import {
  awsRegion,
  guardrailIdentifier,
  guardrailVersion,
  roleArn,
  secretName,
} from './field-schemas.ts';
import { endOnBedrock, retirementRemarks } from '../../../vendors/model-lifecycle.ts';
import { claudeModels, latestClaudeModels } from './anthropic.ts';
import { applyGuardrail, draftRemark } from '../../../vendors/bedrock/apply-guardrail.ts';
import { regionOf, sessionKeys, type AwsKeys } from '../../../vendors/bedrock/signed-request.ts';
import { converseStructured } from '../../../vendors/bedrock/converse-structured.ts';
import {
  converseStream,
  converseWays,
  globalOnlyRemark,
} from '../../../vendors/bedrock/converse.ts';
import type { Field, ProviderType } from './define.ts';
import type { Probe, ProbeInput } from '../../../vendors/test-requests.ts';
import { problemInModel, problemInRegion } from '../../../vendors/bedrock/model-names.ts';
import { modelAvailability } from '../../../vendors/bedrock/model-availability.ts';
import { knowingTheirEnd } from '../../../vendors/retirement.ts';
import { assumeRole, callerIdentity } from '../../../vendors/bedrock/sts.ts';

const common = {
  region: {
    schema: awsRegion,
    flag: '--region <region>',
    label: 'AWS region that serves the models',
    hint: 'such as eu-west-1',
    problem: problemInRegion,
  },
  guardrailIdentifier: {
    schema: guardrailIdentifier.optional(),
    flag: '--guardrail-id <id>',
    label: 'id or ARN of a Bedrock guardrail',
    hint: 'only with --guardrail-version',
  },
  guardrailVersion: {
    schema: guardrailVersion.optional(),
    flag: '--guardrail-version <version>',
    label: 'version of the guardrail',
    hint: 'a number, or DRAFT',
  },
} as const satisfies Record<string, Field>;

const endRemark = (model: string, now: Date): readonly string[] => {
  const says = endOnBedrock(model, now);
  return says === undefined ? [] : [`${says}.`];
};

const together = [['guardrailIdentifier', 'guardrailVersion']] as const;

/** What both variants test, once it is known which keys sign. */
function probeWith(keysOf: (input: ProbeInput) => AwsKeys) {
  return {
    patience: 'cloud',
    quotaByModel: true,
    alwaysStream: true,
    model: (input) => modelAvailability(input.config, input.model, keysOf(input)),
    generate: (input) =>
      knowingTheirEnd(converseWays(input, keysOf(input), regionOf(input.config)), input, 'bedrock'),
    stream: (input, won) => converseStream(input, keysOf(input), won.title),
    structured: (input, won) => converseStructured(input, keysOf(input), won.title),
    guardrail: (input) => applyGuardrail(input.config, keysOf(input)),
    remarks: ({ config, model, now }) => [
      ...draftRemark(config),
      ...globalOnlyRemark(model, String(config['region'])),
      ...retirementRemarks(model, 'bedrock', now),
      ...endRemark(model, now),
    ],
  } as const satisfies Probe;
}

/** The first calls to a model may pass while AWS still sets up the account's subscription to it. */
const accessLater = 'access to the models once AWS has settled the subscription (15 minutes)';

/** Of the role, which the sign-in has given. */
const roleKeys = (input: ProbeInput): AwsKeys =>
  sessionKeys(input) ?? { accessKeyId: '', secretAccessKey: '' };

/**
 * The pair that the secrets hold. Temporary keys may be given in their place for a test; their token is
 * then in the session.
 */
function storedKeys({ config, secret, session }: ProbeInput): AwsKeys {
  const accessKeyId = secret(config['accessKeyIdSecretName']).reveal();
  const secretAccessKey = secret(config['secretAccessKeySecretName']).reveal();
  const token = session['accessKeyId'] === accessKeyId ? session['sessionToken'] : undefined;
  return { accessKeyId, secretAccessKey, ...(token ? { sessionToken: token } : {}) };
}

export const bedrock = {
  id: 'bedrock',
  title: 'AWS Bedrock',
  models: claudeModels,
  latestModels: latestClaudeModels,
  ended: endOnBedrock,
  problemInModel: (model, { region }, now) => {
    const [says] = endRemark(model, now);
    if (says !== undefined) return { message: says, forcible: true };
    return problemInModel(model, String(region), now);
  },
  variants: [
    {
      id: 'assume-role',
      title: 'Assume role',
      remark: 'recommended: no long-lived AWS key is stored',
      fields: {
        roleArn: {
          schema: roleArn,
          flag: '--role-arn <arn>',
          label: 'ARN of the IAM role that Port assumes',
          hint: 'arn:aws:iam::<account>:role/<name>',
        },
        externalIdSecretName: {
          schema: secretName.optional(),
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
      probe: {
        ...probeWith(roleKeys),
        signIn: assumeRole,
        notProved: () => ["the role's trust in Port's own principals", accessLater],
      },
    },
    {
      id: 'access-keys',
      title: 'Access keys',
      remark: 'two secrets hold an AWS key pair',
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
      probe: {
        ...probeWith(storedKeys),
        credential: (input) => callerIdentity(input.config, storedKeys(input)),
        notProved: () => [accessLater],
      },
    },
  ],
} as const satisfies ProviderType;
