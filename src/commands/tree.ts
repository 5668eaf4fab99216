import { auth } from './auth/tree.ts';
import { bedrock } from './bedrock/tree.ts';
import { defaults } from './defaults/tree.ts';
import { completion } from './completion/tree.ts';
import { verb, type Node } from './define.ts';
import { invocations } from './invocations/tree.ts';
import { integrations } from './integrations/tree.ts';
import { profiles } from './profiles/tree.ts';
import { providers } from './providers/tree.ts';
import { secrets } from './secrets/tree.ts';
import { workspaces } from './workspaces/tree.ts';

/** Every command, in the order of help. A new one is a file, and a line in the tree of its group. */
export const tree: readonly Node[] = [
  auth,
  profiles,
  providers,
  defaults,
  secrets,
  verb('validate', 'test the connection of providers', async () => {
    return (await import('./validate.ts')).define;
  }),
  verb('ask', 'ask Port AI, an agent, or each model once', async () => {
    return (await import('./ask.ts')).define;
  }),
  verb('quota', "the month's use of Port's own models", async () => {
    return (await import('./quota.ts')).define;
  }),
  invocations,
  verb('history', 'what was changed from this machine', async () => {
    return (await import('./history.ts')).define;
  }),
  bedrock,
  integrations,
  workspaces,
  verb('doctor', 'look for what is wrong, and say what helps', async () => {
    return (await import('./doctor.ts')).define;
  }),
  verb('explain', 'cause and fix of an error name or exit code, offline', async () => {
    return (await import('./explain.ts')).define;
  }),
  verb('api', 'send any request to Port or Portkey', async () => {
    return (await import('./api.ts')).define;
  }),
  verb('commands', 'every command, flag and exit code, for other programs', async () => {
    return (await import('./commands.ts')).describing(() => tree);
  }),
  completion(() => tree),
  verb('sandbox', 'serve a local management API to try things out', async () => {
    return (await import('./sandbox.ts')).define;
  }),
];
