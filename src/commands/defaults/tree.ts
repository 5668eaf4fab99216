import { asShow, verb, type Node } from '../define.ts';

/** The commands of `portai defaults`, in the order of help. */
export const defaults: Node = {
  name: 'defaults',
  summary: 'the provider and model that requests use by default',
  children: [
    verb(
      'get',
      'show the default, and who set it',
      async () => (await import('./get.ts')).define,
      asShow,
    ),
    verb('set', 'choose the default', async () => (await import('./set.ts')).define),
  ],
};
