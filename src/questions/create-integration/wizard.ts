import { fail } from '../../core/fail.ts';
import type { CreateDraft, CreateRequest } from '../../operations/integrations/create-request.ts';
import { deployedModels } from '../../planes/portkey/kinds/azure-deployments.ts';
import { askToConnect, type ConnectedProvider } from './connect.ts';
import { askForModels } from './models.ts';
import { askForWorkspaces } from './workspaces.ts';
import type { IntegrationAnswers } from './answers.ts';
import type { IntegrationConversation } from './conversation.ts';

/** How the wizard shows what it is about to create, and whether that was confirmed beforehand. */
export interface Confirmation {
  readonly show: (request: CreateRequest) => Promise<void>;
  readonly yes: boolean;
}

/**
 * Asks for a new integration in the three steps of Portkey's page, as far as `given` does not say it: what
 * is connected, which workspaces get in, which models they may use. Each step can be answered again before
 * the end. Nothing is written.
 *
 * @throws a usage error where the answer to the summary is no
 */
export async function askForIntegration(
  conversation: IntegrationConversation,
  given: CreateDraft,
  { show, yes }: Confirmation,
  soFar: IntegrationAnswers,
): Promise<CreateRequest> {
  const title = (step: number, what: string) =>
    conversation.report.note(`${step === 1 ? '' : '\n'}Step ${step} of 3: ${what}`);

  async function connect(before?: CreateDraft): Promise<ConnectedProvider> {
    title(1, 'connect the provider');
    return soFar.during('connection', async () => {
      const connected = await askToConnect(conversation, given, before, soFar);
      soFar.keep(connected);
      return connected;
    });
  }
  async function workspaces(): Promise<Pick<CreateRequest, 'access'>> {
    title(2, 'let workspaces in');
    return soFar.during('workspaces', async () => ({
      access: await askForWorkspaces(conversation, given.access, soFar),
    }));
  }
  async function models(connected: ConnectedProvider): Promise<Pick<CreateRequest, 'models'>> {
    if (given.models !== undefined) return { models: given.models };
    title(3, 'choose the models');
    return soFar.during('models', async () => ({
      models: await askForModels(conversation, connected, soFar),
    }));
  }

  async function reconnected(before: CreateRequest): Promise<CreateRequest> {
    const request = { ...before, ...(await connect(soFar.draft)) };
    if (isSameList(before, request)) return request;
    soFar.keep({ models: given.models });
    return { ...request, ...(await models(request)) };
  }

  const connected = await connect();
  let request: CreateRequest = { ...given, ...connected, ...(await workspaces()) };
  request = { ...request, ...(await models(connected)) };
  if (conversation.dryRun) return request;
  for (;;) {
    await show(request);
    if (yes) return request;
    const next = await conversation.ask.pick(
      { message: `Create ${request.slug}`, flag: '--yes' },
      choices(given),
    );
    if (next === 'create') return request;
    if (next === 'cancel') throw fail('NotConfirmed', 'Nothing was created');
    if (next === 'connect') request = await reconnected(request);
    if (next === 'workspaces') request = { ...request, ...(await workspaces()) };
    if (next === 'models') request = { ...request, ...(await models(request)) };
  }
}

/** Returns true if the models of one connection are to be chosen from as those of the other. */
const isSameList = (one: CreateRequest, other: CreateRequest): boolean => {
  const [some, others] = [one, other].map(({ values }) =>
    deployedModels(values['azure_deployment_config']).join(),
  );
  return one.kind.id === other.kind.id && some === others;
};

/** What may follow the summary; what flags have decided cannot be answered again. */
const choices = ({ models }: CreateDraft) => [
  { name: 'yes: create it', short: 'yes', value: 'create' as const },
  { name: 'change the connection', value: 'connect' as const },
  { name: 'change the workspaces', value: 'workspaces' as const },
  ...(models === undefined ? [{ name: 'change the models', value: 'models' as const }] : []),
  { name: 'no: create nothing', short: 'no', value: 'cancel' as const },
];
