import { azureAuth, azureSignIn } from './azure-sign-in.ts';
import { problemInApiVersion } from './azure-api-version.ts';
import { defineKind, text, textOf } from './define.ts';

/** Azure AI Foundry. Source: AzureAIConfiguration of the OpenAPI document. */
export const azureAi = defineKind({
  id: 'azure-ai',
  title: 'Azure AI Foundry',
  auth: azureAuth,
  fields: {
    azure_foundry_url: {
      schema: () => text().regex(/^https?:\/\//, 'is a whole URL'),
      flag: '--foundry-url <url>',
      label: 'URL of the Foundry endpoint',
      hint: 'such as https://my-resource.services.ai.azure.com/models',
      requiredWhen: 'always',
    },
    azure_api_version: {
      schema: () => text().max(30, 'has at most 30 characters'),
      flag: '--api-version <version>',
      label: 'version of Azure’s API',
    },
    azure_deployment_name: {
      schema: text,
      flag: '--deployment-name <name>',
      label: 'deployment that serves the model',
    },
    ...azureSignIn,
  },
  check: (values) => {
    const version = textOf(values, 'azure_api_version');
    const says = version === '' ? undefined : problemInApiVersion(version);
    return says === undefined ? [] : [{ field: 'azure_api_version', says, overridable: true }];
  },
});
