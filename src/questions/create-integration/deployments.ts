import { problemInApiVersion } from '../../planes/portkey/kinds/azure-api-version.ts';
import {
  deployments as deploymentsForm,
  type AzureDeployment,
} from '../../planes/portkey/kinds/azure-deployments.ts';
import { asSentence, needed, type IntegrationConversation } from './conversation.ts';

const flag = '--deployment <spec>';

/**
 * Asks for the deployments of Azure OpenAI, one after the other, and which of several is the default.
 *
 * @param keep told of those there are after each answer, with placeholders for what one still lacks; until
 * the default is chosen it is the first
 */
export async function askForDeployments(
  conversation: IntegrationConversation,
  keep: (list: readonly AzureDeployment[]) => void,
): Promise<readonly AzureDeployment[]> {
  const { ask } = conversation;
  const list: AzureDeployment[] = [];
  const keepWith = (...open: readonly AzureDeployment[]) => {
    keep([...list, ...open].map((each, at) => ({ ...each, is_default: at === 0 })));
  };
  do {
    list.push(await askForDeployment(conversation, list, keepWith));
    keepWith();
  } while (await ask.confirm({ message: 'Add another deployment', flag, suggestion: false }));
  if (list.length === 1) return list.map((each) => ({ ...each, is_default: true }));
  const usual = await ask.pick(
    { message: 'Default, for requests that name no alias', flag: `${flag},default` },
    list.map((each) => ({ name: each.alias ?? each.azure_deployment_name, value: each })),
  );
  return list.map((each) => ({ ...each, is_default: each === usual }));
}

async function askForDeployment(
  { ask, force = false }: IntegrationConversation,
  before: readonly AzureDeployment[],
  keep: (soFar: AzureDeployment) => void,
): Promise<AzureDeployment> {
  const which = before.length === 0 ? 'the deployment' : `deployment ${before.length + 1}`;
  const last = before.at(-1);
  const name = await ask.text({
    message: `Name of ${which} in Azure`,
    flag,
    check: (answer) => problemIn('azure_deployment_name', answer) ?? true,
  });
  const soFar = { ...unanswered, azure_deployment_name: name };
  keep({ ...soFar, alias: name });
  const alias = await ask.text({
    message: 'Alias that requests name as their model',
    flag,
    suggestion: name,
    check: (answer) =>
      before.some((each) => each.alias === answer)
        ? `${answer} is another deployment’s alias; aliases differ`
        : (problemIn('alias', answer) ?? true),
  });
  keep({ ...soFar, alias });
  const model = await ask.text({
    message: 'Model that it serves',
    flag,
    hint: 'such as gpt-4o',
    check: (answer) => problemIn('azure_model_slug', answer) ?? true,
  });
  keep({ ...soFar, alias, azure_model_slug: model });
  const version = await ask.text({
    message: 'Version of Azure’s API',
    flag,
    ...(last ? { suggestion: last.azure_api_version } : { hint: 'such as 2024-10-21' }),
    check: (answer) => {
      const says = force ? undefined : problemInApiVersion(answer);
      return (
        problemIn('azure_api_version', answer) ?? (says === undefined ? true : asSentence(says))
      );
    },
  });
  return {
    alias,
    azure_deployment_name: name,
    azure_api_version: version,
    azure_model_slug: model,
    is_default: false,
  };
}

/** Placeholders for what was not answered yet. */
const unanswered = { azure_api_version: '<version>', azure_model_slug: '<model>' };

/** A deployment in which everything can be right, to judge one part of another. */
const sample = {
  azure_deployment_name: 'name',
  azure_api_version: '2024-10-21',
  azure_model_slug: 'model',
};

function problemIn(part: keyof AzureDeployment, answer: string): string | undefined {
  if (answer === '') return needed;
  // A comma would end the part in the word of the flag.
  if (answer.includes(',')) return 'It takes no comma';
  const { error } = deploymentsForm().safeParse([{ ...sample, [part]: answer }]);
  const message = error?.issues[0]?.message;
  return message === undefined ? undefined : asSentence(message);
}
