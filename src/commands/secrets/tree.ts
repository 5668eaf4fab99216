import { asLs, asRm, asShow, verb, type Node } from '../define.ts';

/** The commands of `portai secrets`, in the order of help. */
export const secrets: Node = {
  name: 'secrets',
  alias: 'secret',
  summary: 'organization secrets: values go in, names come out',
  children: [
    verb('list', 'list the secrets', async () => (await import('./list.ts')).define, asLs),
    verb(
      'get',
      'show what is known of a secret; never its value',
      async () => (await import('./get.ts')).define,
      asShow,
    ),
    verb('add', 'store a new secret', async () => (await import('./add.ts')).define),
    verb('set', 'store a secret, or replace its value', async () => {
      return (await import('./set.ts')).define;
    }),
    verb('rotate', 'replace a value, tested with every provider that uses it', async () => {
      return (await import('./rotate.ts')).define;
    }),
    verb(
      'delete',
      'delete a secret',
      async () => {
        return (await import('./delete.ts')).define;
      },
      asRm,
    ),
    verb('usages', 'list the providers that name a secret', async () => {
      return (await import('./usages.ts')).define;
    }),
  ],
};
