import { isOptional, type Variant } from '../../src/planes/port/provider-types/define.ts';
import type { Config } from '../../src/planes/port/config.ts';
import { providerTypes } from '../../src/planes/port/provider-types/index.ts';

/** A value that fits each key of a configuration. */
const values: Readonly<Record<string, unknown>> = {
  apiKeySecretName: 'api-key',
  authTokenSecretName: 'auth-token',
  accessKeyIdSecretName: 'aws-id',
  secretAccessKeySecretName: 'aws-key',
  externalIdSecretName: 'external-id',
  clientEmailSecretName: 'google-email',
  privateKeySecretName: 'google-key',
  roleArn: 'arn:aws:iam::123456789012:role/port',
  region: 'eu-west-1',
  guardrailIdentifier: 'gr-1',
  guardrailVersion: '1',
  resourceName: 'my-resource',
  deploymentId: 'gpt-5-eu',
  endpoint: 'https://my-resource.openai.azure.com',
  deployment: 'gpt-5-eu',
  baseUrl: 'https://llm.example.com/v1/',
  project: 'my-project',
  location: 'us-east5',
  models: [{ name: 'my-model', supportedFeatures: { caching: true } }],
  supportsStructuredOutputs: true,
  customHeaders: { 'X-Team': 'platform' },
};

/** A configuration of a variant: everything it takes, or only what it needs. */
export function sampleConfig({ fields }: Variant, extent: 'all' | 'required'): Config {
  const keys = Object.keys(fields).filter((key) => {
    const field = fields[key];
    return field && (extent === 'all' || !isOptional(field));
  });
  return Object.fromEntries(keys.map((key) => [key, values[key]]));
}

/** Every variant of every type, under a name for test tables. */
export const everyVariant = providerTypes.flatMap((type) =>
  type.variants.map((variant) => ({ name: `${type.id}, ${variant.id}`, type, variant })),
);
