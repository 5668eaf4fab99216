import { asLs, asRm, asShow, verb, type Node } from '../define.ts';

/** The commands of `portai providers`, in the order of help. */
export const providers: Node = {
  name: 'providers',
  alias: 'provider',
  summary: 'LLM providers: one configuration per type',
  children: [
    verb(
      'list',
      'list the configured providers',
      async () => {
        return (await import('./list.ts')).define;
      },
      asLs,
    ),
    verb('get', 'show one provider', async () => (await import('./get.ts')).define, asShow),
    verb(
      'put',
      'create or change a provider; asks for what the flags leave open',
      async () => (await import('./put.ts')).define,
      { kinds: async () => (await import('./put.ts')).typeCommands },
    ),
    verb(
      'delete',
      'delete a provider',
      async () => {
        return (await import('./delete.ts')).define;
      },
      asRm,
    ),
    verb('history', 'what was changed from this machine', async () => {
      return (await import('../history.ts')).defineForProvider;
    }),
    {
      name: 'models',
      summary: 'the models of a provider',
      children: [
        verb(
          'list',
          'list the models and whether they are enabled',
          async () => {
            return (await import('./models-list.ts')).define;
          },
          asLs,
        ),
        verb('enable', 'enable models', async () => {
          return (await import('./models-switch.ts')).defineEnable;
        }),
        verb('disable', 'disable models', async () => {
          return (await import('./models-switch.ts')).defineDisable;
        }),
        verb('sync', 'compare the models of an endpoint with what its server lists', async () => {
          return (await import('./models-sync.ts')).define;
        }),
      ],
    },
    verb('restore', 'put back what was there before a change', async () => {
      return (await import('./restore.ts')).define;
    }),
  ],
};
