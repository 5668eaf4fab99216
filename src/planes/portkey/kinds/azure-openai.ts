import { resourcePattern } from '../../../vendors/azure/address.ts';
import {
  deployments,
  deploymentsIn,
  problemsInDeployments,
  withDefault,
} from './azure-deployments.ts';
import { azureAuth, azureSignIn } from './azure-sign-in.ts';
import { defineKind, text } from './define.ts';

/** Azure OpenAI, with several deployments. Source: AzureOpenAIConfiguration of the OpenAPI document. */
export const azureOpenai = defineKind({
  id: 'azure-openai',
  title: 'Azure OpenAI',
  auth: azureAuth,
  fields: {
    azure_resource_name: {
      schema: () =>
        text().regex(resourcePattern, 'is the first word of the resource’s host name only'),
      flag: '--resource-name <name>',
      label: 'name of the Azure OpenAI resource',
      requiredWhen: 'always',
    },
    azure_deployment_config: {
      schema: deployments,
      flag: '--deployment <spec>',
      label: 'deployments to offer',
      hint: 'alias=NAME,name=DEPLOYMENT,api-version=VERSION,model=MODEL[,default]; repeat for more',
      repeated: true,
      requiredWhen: 'always',
    },
    ...azureSignIn,
  },
  check: ({ azure_deployment_config: list }) => problemsInDeployments(list),
  complete: (values) => {
    const list = deploymentsIn(values['azure_deployment_config']);
    return list.length === 0 ? values : { ...values, azure_deployment_config: withDefault(list) };
  },
});
