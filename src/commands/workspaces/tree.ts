import { asLs, asShow, verb, type Node } from '../define.ts';

/** The commands of `portai workspaces`, in the order of help. */
export const workspaces: Node = {
  name: 'workspaces',
  alias: 'workspace',
  summary: 'the workspaces of a Portkey organization',
  children: [
    verb('list', 'list the workspaces', async () => (await import('./list.ts')).define, asLs),
    verb('get', 'show one workspace', async () => (await import('./get.ts')).define, asShow),
  ],
};
