import { verb, type Node } from '../define.ts';

/** The commands of `portai bedrock`, in the order of help. */
export const bedrock: Node = {
  name: 'bedrock',
  summary: 'AWS Bedrock: the role, its policies, what is wrong',
  children: [
    verb('setup', 'from nothing to a tested provider, in one conversation', async () => {
      return (await import('./setup/command.ts')).define;
    }),
    verb('policy', 'print the permission policy of the role', async () => {
      return (await import('./policy.ts')).define;
    }),
    verb('trust-policy', 'print the trust policy of the role', async () => {
      return (await import('./trust-policy.ts')).define;
    }),
    verb('models', 'the models of Bedrock, and the profiles that give them', async () => {
      return (await import('./models.ts')).define;
    }),
    verb('diagnose', 'look at every layer between Port and the model', async () => {
      return (await import('./diagnose.ts')).define;
    }),
    verb('cleanup', 'remove the roles that portai created', async () => {
      return (await import('./cleanup.ts')).define;
    }),
  ],
};
