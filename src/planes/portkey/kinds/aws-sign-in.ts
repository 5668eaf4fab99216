import { text, type AuthMode, type KindField } from './define.ts';

/** Ways of signing in to AWS. Source: the OpenAPI document, and the backend's changelog for the last two. */
export const awsAuth = {
  field: 'aws_auth_type',
  flag: '--aws-auth <way>',
  modes: [
    { id: 'accessKey', title: 'access key' },
    { id: 'assumedRole', title: 'assumed role' },
    { id: 'serviceRole', title: 'role of the self-hosted gateway' },
    { id: 'apiKey', title: 'Bedrock API key', key: true },
  ],
} as const satisfies {
  readonly field: string;
  readonly flag: string;
  readonly modes: readonly [AuthMode, ...AuthMode[]];
};

/** Fields of these ways. */
export const awsSignIn = {
  aws_region: {
    schema: () => text().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'is a region such as eu-west-1'),
    flag: '--aws-region <region>',
    label: 'AWS region that serves the models',
    requiredWhen: ['accessKey', 'assumedRole', 'apiKey'],
  },
  aws_access_key_id: {
    schema: text,
    flag: '--aws-access-key-id <id>',
    label: 'AWS access key ID',
    requiredWhen: ['accessKey'],
    onlyWhen: ['accessKey'],
  },
  aws_secret_access_key: {
    schema: text,
    flag: '--aws-secret-access-key',
    label: 'AWS secret access key',
    secret: true,
    requiredWhen: ['accessKey'],
    onlyWhen: ['accessKey'],
  },
  aws_role_arn: {
    schema: () =>
      text().regex(
        /^arn:aws(?:-[a-z-]+)?:iam::\d{12}:role\/.+$/,
        'is arn:aws:iam::<12 digits>:role/<name>',
      ),
    flag: '--role-arn <arn>',
    label: 'ARN of the IAM role that Portkey assumes',
    requiredWhen: ['assumedRole'],
    onlyWhen: ['assumedRole'],
  },
  aws_external_id: {
    schema: text,
    flag: '--external-id <id>',
    label: 'external ID that the trust policy asks for',
    onlyWhen: ['assumedRole'],
  },
} as const satisfies Record<string, KindField>;
