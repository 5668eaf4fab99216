import type { KeyHeader } from '../../../vendors/gateways/anthropic-test.ts';
import { textIn } from '../config.ts';
import type { Connect, ModelDiscovery, ProviderType } from './define.ts';
import { endpointFields, featuresOf, headersIn } from './endpoint.ts';
import { secretName } from './field-schemas.ts';
import { apiKeyField } from './secret-fields.ts';

const { baseUrl, models, customHeaders } = endpointFields;
const fields = {
  baseUrl: { ...baseUrl, hint: 'the prefix before /messages; must be reachable from Port' },
  models,
  customHeaders,
};

/** The flag of the variant that sends the credential in the other header. */
const otherFlag: Readonly<Record<KeyHeader, string>> = {
  'x-api-key': '--auth-token-secret',
  authorization: '--api-key-secret',
};

/** Both variants connect alike, but for the header in which the credential goes. */
const connectionBy = (keyHeader: KeyHeader, field: string) => async (): Promise<Connect> => {
  const { anthropicEndpointTest } = await import('../../../vendors/gateways/anthropic-test.ts');
  return (config, secret) =>
    anthropicEndpointTest({
      baseUrl: textIn(config, 'baseUrl'),
      key: () => secret(config[field]),
      keyHeader,
      otherHeaderRemark: `The gateway wants this credential in the other header: use ${otherFlag[keyHeader]}.`,
      headers: () => headersIn(config),
      model: (name) => ({
        nativeSchema: featuresOf(config, name).nativeStructuredOutput,
        toolRemark: `Output after a schema works as a tool only: set nativeStructuredOutput to false for ${name}.`,
      }),
    });
};

/** A server that lists its models is asked with the credential of the variant. */
const discoveryBy = (keyHeader: KeyHeader, field: string): ModelDiscovery => ({
  server: async () => {
    const { headersFor } = await import('../../../vendors/gateways/anthropic-test.ts');
    return (config, secret) => ({
      baseUrl: textIn(config, 'baseUrl'),
      dialect: 'anthropic-compatible',
      headers: () =>
        headersFor(
          { key: () => secret(config[field]), headers: () => headersIn(config) },
          keyHeader,
        ),
    });
  },
  features: { temperature: 'temperature', structuredOutputs: 'nativeStructuredOutput' },
});

export const anthropicCompatible = {
  id: 'anthropic-compatible',
  title: 'Anthropic-compatible endpoint',
  models: [],
  variants: [
    {
      id: 'api-key',
      title: 'API key',
      remark: 'sent as x-api-key',
      fields: {
        apiKeySecretName: apiKeyField('endpoint-api-key', 'the API key, sent as x-api-key'),
        ...fields,
      },
      connection: connectionBy('x-api-key', 'apiKeySecretName'),
      discovery: discoveryBy('x-api-key', 'apiKeySecretName'),
    },
    {
      id: 'auth-token',
      title: 'Auth token',
      remark: 'sent as Authorization: Bearer',
      fields: {
        authTokenSecretName: {
          schema: secretName,
          flag: '--auth-token-secret <name>',
          label: 'secret that holds the token, sent as Authorization: Bearer',
          holds: 'endpoint-api-key',
        },
        ...fields,
      },
      connection: connectionBy('authorization', 'authTokenSecretName'),
      discovery: discoveryBy('authorization', 'authTokenSecretName'),
    },
  ],
} as const satisfies ProviderType;
