import { asLs, asRm, verb, type Node } from '../define.ts';

/** The commands of `portai profiles`, in the order of help. */
export const profiles: Node = {
  name: 'profiles',
  summary: 'settings for several organizations or regions',
  children: [
    verb('list', 'list the profiles', async () => (await import('./list.ts')).define, asLs),
    verb('show', 'show one profile', async () => (await import('./show.ts')).define, {
      alias: 'get',
    }),
    verb('use', 'make a profile the current one', async () => {
      return (await import('./use.ts')).define;
    }),
    verb('set', 'create or change a profile', async () => {
      return (await import('./set.ts')).define;
    }),
    verb(
      'delete',
      'delete a profile and its credentials',
      async () => {
        return (await import('./delete.ts')).define;
      },
      asRm,
    ),
  ],
};
