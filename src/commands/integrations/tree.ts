import { asLs, asRm, asShow, verb, type Node } from '../define.ts';

/** The commands of `portai integrations`, in the order of help. */
export const integrations: Node = {
  name: 'integrations',
  alias: 'integration',
  summary: "Portkey's LLM integrations, and who may use them",
  children: [
    {
      name: 'models',
      summary: 'the models that an integration allows',
      children: [
        verb(
          'list',
          'list the models and whether they are enabled',
          async () => {
            return (await import('./models-list.ts')).define;
          },
          asLs,
        ),
        verb('enable', 'allow models', async () => {
          return (await import('./models-change.ts')).defineEnable;
        }),
        verb('disable', 'take models off the allow list', async () => {
          return (await import('./models-change.ts')).defineDisable;
        }),
        verb('set', 'make models the whole allow list, or make a custom model', async () => {
          return (await import('./models-change.ts')).defineSet;
        }),
        verb(
          'delete',
          'remove custom models',
          async () => {
            return (await import('./models-delete.ts')).define;
          },
          asRm,
        ),
      ],
    },
    {
      name: 'workspaces',
      summary: 'who may use an integration, and how much',
      children: [
        verb(
          'list',
          'list the workspaces with their limits and what they used',
          async () => {
            return (await import('./workspaces-list.ts')).define;
          },
          asLs,
        ),
        verb('grant', 'give workspaces access, with limits', async () => {
          return (await import('./workspaces-change.ts')).defineGrant;
        }),
        verb('revoke', 'take access away', async () => {
          return (await import('./workspaces-change.ts')).defineRevoke;
        }),
        verb('limits', 'change budgets and rate limits', async () => {
          return (await import('./workspaces-change.ts')).defineLimits;
        }),
      ],
    },
    verb(
      'list',
      'list the integrations, or the providers that can be connected',
      async () => (await import('./list.ts')).define,
      asLs,
    ),
    verb(
      'get',
      'show one integration, its models, and the workspaces that use it',
      async () => (await import('./get.ts')).define,
      asShow,
    ),
    verb(
      'create',
      'connect a provider, choose its models, let workspaces in',
      async () => (await import('./create.ts')).define,
      { kinds: async () => (await import('./create.ts')).kindCommands },
    ),
    verb('update', 'rename an integration, or change its configuration', async () => {
      return (await import('./update.ts')).define;
    }),
    verb('rotate-key', 'store a new key; everything else stays', async () => {
      return (await import('./rotate-key.ts')).define;
    }),
    verb(
      'delete',
      'delete an integration, with what workspaces have of it',
      async () => (await import('./delete.ts')).define,
      asRm,
    ),
    verb('access', 'who may use which integration, and how much of a budget is used', async () => {
      return (await import('./access.ts')).define;
    }),
    verb('validate', 'test the provider behind an integration, or the gateway to it', async () => {
      return (await import('./validate.ts')).define;
    }),
    verb('history', 'who changed an integration', async () => {
      return (await import('./history.ts')).define;
    }),
    verb('connect-port', 'let Port call its models through the gateway', async () => {
      return (await import('./connect-port.ts')).define;
    }),
  ],
};
