import {
  awsRegion,
  guardrailIdentifier,
  guardrailVersion,
  roleArn,
  secretName,
} from '../fields.ts';
import type { HttpResponse } from '../http.ts';
import { claudeModels, latestClaudeModels } from './anthropic.ts';
import { probePrompt, readAnswer } from './answers.ts';
import type { AwsSigning, Field, Probe, ProbeInput, ProbeRequest, ProviderType } from './define.ts';

const common = {
  region: {
    schema: awsRegion,
    flag: '--region <region>',
    label: 'AWS region that serves the models',
    hint: 'such as eu-west-1',
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

const together = [['guardrailIdentifier', 'guardrailVersion']] as const;

/** The inference profile of a Port model name: 4.x models answer only through one of the geography. */
function profileId(model: string, region: string): string {
  const geographies = [
    ['us-', 'us'],
    ['ca-', 'us'],
    ['eu-', 'eu'],
  ] as const;
  const geography = geographies.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'apac';
  const suffix = model === 'claude-opus-4-6' ? '-v1' : '-v1:0';
  return `${geography}.anthropic.${model}${suffix}`;
}

function converse(
  input: ProbeInput,
  credentials: Omit<AwsSigning, 'service' | 'region'>,
): ProbeRequest {
  const { config, model } = input;
  const region = String(config['region']);
  const id = config['guardrailIdentifier'];
  const guardrail =
    id === undefined
      ? {}
      : {
          guardrailConfig: {
            guardrailIdentifier: id,
            guardrailVersion: config['guardrailVersion'],
          },
        };
  return {
    method: 'POST',
    url: `https://bedrock-runtime.${region}.amazonaws.com/model/${encodeURIComponent(profileId(model, region))}/converse`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      messages: [{ role: 'user', content: [{ text: probePrompt }] }],
      inferenceConfig: { maxTokens: 16 },
      ...guardrail,
    }),
    sign: { service: 'bedrock', region, ...credentials },
  };
}

const read: Probe['read'] = (answer) => readAnswer(answer, /"stopReason"\s*:/);

function xmlValue(body: string, tag: string): string | undefined {
  return new RegExp(`<${tag}>([^<]+)</${tag}>`).exec(body)?.[1];
}

/** Temporary credentials from STS. One text stands for every reason why a role cannot be assumed. */
function readAssumedRole(answer: HttpResponse): ReturnType<NonNullable<Probe['signIn']>['read']> {
  const accessKeyId = xmlValue(answer.body, 'AccessKeyId');
  const secretAccessKey = xmlValue(answer.body, 'SecretAccessKey');
  const sessionToken = xmlValue(answer.body, 'SessionToken');
  if (answer.status === 200 && accessKeyId && secretAccessKey && sessionToken) {
    return { session: { accessKeyId, secretAccessKey, sessionToken } };
  }
  // AWS asks who calls before it looks at the role: outside of Port there is nobody it trusts.
  if (/MissingAuthenticationToken|IncompleteSignature/.test(answer.body)) {
    return {
      status: 'unverifiable',
      message: 'Could not be tested: only Port itself can assume the role',
    };
  }
  if (answer.status === 403) {
    return {
      status: 'invalid',
      message:
        'Role cannot be assumed: it does not exist, does not trust Port, or expects another external ID',
    };
  }
  return readAnswer(answer, /(?!)/);
}

export const bedrock = {
  id: 'bedrock',
  title: 'AWS Bedrock',
  models: claudeModels,
  latestModels: latestClaudeModels,
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
          namesSecret: true,
        },
        ...common,
      },
      together,
      probe: {
        signIn: {
          request: ({ config, secret }) => {
            const region = String(config['region']);
            const form = new URLSearchParams({
              Action: 'AssumeRole',
              Version: '2011-06-15',
              RoleArn: String(config['roleArn']),
              RoleSessionName: 'port-llm-gateway',
              DurationSeconds: '900',
            });
            const externalId = config['externalIdSecretName'];
            if (externalId !== undefined) form.set('ExternalId', secret(externalId).reveal());
            return {
              method: 'POST',
              url: `https://sts.${region}.amazonaws.com/`,
              headers: { 'content-type': 'application/x-www-form-urlencoded' },
              body: form.toString(),
            };
          },
          read: readAssumedRole,
        },
        request: (input) =>
          converse(input, {
            accessKeyId: input.session['accessKeyId'] ?? '',
            secretAccessKey: input.session['secretAccessKey'] ?? '',
            sessionToken: input.session['sessionToken'] ?? '',
          }),
        read,
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
          namesSecret: true,
        },
        secretAccessKeySecretName: {
          schema: secretName,
          flag: '--secret-access-key-secret <name>',
          label: 'secret that holds the AWS secret access key',
          namesSecret: true,
        },
        ...common,
      },
      together,
      probe: {
        request: (input) =>
          converse(input, {
            accessKeyId: input.secret(input.config['accessKeyIdSecretName']).reveal(),
            secretAccessKey: input.secret(input.config['secretAccessKeySecretName']).reveal(),
          }),
        read,
      },
    },
  ],
} as const satisfies ProviderType;
