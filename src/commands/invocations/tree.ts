import { asLs, asShow, verb, type Node } from '../define.ts';

/** The commands of `portai invocations`, in the order of help. */
export const invocations: Node = {
  name: 'invocations',
  alias: 'invocation',
  summary: 'what Port AI was asked, and what came of it',
  children: [
    verb(
      'list',
      'list the records, the latest first',
      async () => (await import('./list.ts')).define,
      asLs,
    ),
    verb('get', 'show one record', async () => (await import('./get.ts')).define, asShow),
  ],
};
