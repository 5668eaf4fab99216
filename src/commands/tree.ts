import type { Command } from 'commander';
import type { World } from '../cli/world.ts';
import { addGlobalOptions } from '../cli/globals.ts';
import type { Define, Node } from './define.ts';

const verb = (
  name: string,
  summary: string,
  load: () => Promise<Define>,
  extra: Pick<Node, 'alias' | 'kinds'> = {},
): Node => ({ name, summary, load, ...extra });

const asShow = { alias: 'show' };

/** Every command, in the order of help. A new one is a file, and a line here. */
export const tree: readonly Node[] = [
  {
    name: 'auth',
    summary: 'sign in, sign out, and see who you are',
    children: [
      verb('login', 'store credentials for this machine', async () => {
        return (await import('./auth/login.ts')).define;
      }),
      verb('logout', 'remove the stored credentials', async () => {
        return (await import('./auth/logout.ts')).define;
      }),
      verb(
        'status',
        'who you are, in which organization, and where each value comes from',
        async () => {
          return (await import('./auth/status.ts')).define;
        },
      ),
      verb('token', 'print an access token', async () => (await import('./auth/token.ts')).define),
    ],
  },
  {
    name: 'profiles',
    summary: 'settings for several organizations or regions',
    children: [
      verb('list', 'list the profiles', async () => (await import('./profiles/list.ts')).define, {
        alias: 'ls',
      }),
      verb('show', 'show one profile', async () => (await import('./profiles/show.ts')).define, {
        alias: 'get',
      }),
      verb('use', 'make a profile the current one', async () => {
        return (await import('./profiles/use.ts')).define;
      }),
      verb('set', 'create or change a profile', async () => {
        return (await import('./profiles/set.ts')).define;
      }),
      verb(
        'delete',
        'delete a profile and its credentials',
        async () => {
          return (await import('./profiles/delete.ts')).define;
        },
        { alias: 'rm' },
      ),
    ],
  },
  {
    name: 'providers',
    alias: 'provider',
    summary: 'LLM providers: one configuration per type',
    children: [
      verb(
        'list',
        'list the configured providers',
        async () => {
          return (await import('./providers/list.ts')).define;
        },
        { alias: 'ls' },
      ),
      verb(
        'get',
        'show one provider',
        async () => (await import('./providers/get.ts')).define,
        asShow,
      ),
      verb(
        'put',
        'create or change a provider; asks for what the flags leave open',
        async () => (await import('./providers/put.ts')).define,
        { kinds: async () => (await import('./providers/put.ts')).typeCommands },
      ),
      verb(
        'delete',
        'delete a provider',
        async () => {
          return (await import('./providers/delete.ts')).define;
        },
        { alias: 'rm' },
      ),
      {
        name: 'models',
        summary: 'the models of a provider',
        children: [
          verb(
            'list',
            'list the models and whether they are enabled',
            async () => {
              return (await import('./providers/models-list.ts')).define;
            },
            { alias: 'ls' },
          ),
          verb('enable', 'enable models', async () => {
            return (await import('./providers/models-switch.ts')).defineEnable;
          }),
          verb('disable', 'disable models', async () => {
            return (await import('./providers/models-switch.ts')).defineDisable;
          }),
        ],
      },
    ],
  },
  {
    name: 'defaults',
    summary: 'the provider and model that requests use without naming one',
    children: [
      verb(
        'get',
        'show the default, and who set it',
        async () => (await import('./defaults/get.ts')).define,
        asShow,
      ),
      verb('set', 'choose the default', async () => (await import('./defaults/set.ts')).define),
    ],
  },
  {
    name: 'secrets',
    alias: 'secret',
    summary: 'organization secrets: values go in, only names come out',
    children: [
      verb('list', 'list the secrets', async () => (await import('./secrets/list.ts')).define, {
        alias: 'ls',
      }),
      verb(
        'get',
        'show what is known of a secret; never its value',
        async () => (await import('./secrets/get.ts')).define,
        asShow,
      ),
      verb('add', 'store a new secret', async () => (await import('./secrets/add.ts')).define),
      verb('set', 'store a secret, or replace its value', async () => {
        return (await import('./secrets/set.ts')).define;
      }),
      verb(
        'delete',
        'delete a secret',
        async () => {
          return (await import('./secrets/delete.ts')).define;
        },
        { alias: 'rm' },
      ),
      verb('usages', 'list the providers that name a secret', async () => {
        return (await import('./secrets/usages.ts')).define;
      }),
    ],
  },
  verb('validate', 'test the connection of providers', async () => {
    return (await import('./validate.ts')).define;
  }),
  {
    name: 'bedrock',
    summary: 'AWS Bedrock: the role, its policies, what is wrong',
    children: [
      verb('setup', 'from nothing to a tested provider, in one conversation', async () => {
        return (await import('./bedrock/setup/command.ts')).define;
      }),
      verb('policy', 'print the permission policy of the role', async () => {
        return (await import('./bedrock/policy.ts')).define;
      }),
      verb('trust-policy', 'print the trust policy of the role', async () => {
        return (await import('./bedrock/trust-policy.ts')).define;
      }),
      verb('models', 'the models of Bedrock, and the profiles that give them', async () => {
        return (await import('./bedrock/models.ts')).define;
      }),
      verb('diagnose', 'look at every layer between Port and the model', async () => {
        return (await import('./bedrock/diagnose.ts')).define;
      }),
      verb('cleanup', 'remove the roles that portai created', async () => {
        return (await import('./bedrock/cleanup.ts')).define;
      }),
    ],
  },
  {
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
              return (await import('./integrations/models-list.ts')).define;
            },
            { alias: 'ls' },
          ),
          verb('enable', 'allow models', async () => {
            return (await import('./integrations/models-change.ts')).defineEnable;
          }),
          verb('disable', 'take models off the allow list', async () => {
            return (await import('./integrations/models-change.ts')).defineDisable;
          }),
          verb('set', 'make models the whole allow list, or make a custom model', async () => {
            return (await import('./integrations/models-change.ts')).defineSet;
          }),
          verb(
            'delete',
            'remove custom models',
            async () => {
              return (await import('./integrations/models-delete.ts')).define;
            },
            { alias: 'rm' },
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
              return (await import('./integrations/workspaces-list.ts')).define;
            },
            { alias: 'ls' },
          ),
          verb('grant', 'give workspaces access, with limits', async () => {
            return (await import('./integrations/workspaces-change.ts')).defineGrant;
          }),
          verb('revoke', 'take access away', async () => {
            return (await import('./integrations/workspaces-change.ts')).defineRevoke;
          }),
          verb('limits', 'change budgets and rate limits', async () => {
            return (await import('./integrations/workspaces-change.ts')).defineLimits;
          }),
        ],
      },
      verb(
        'list',
        'list the integrations, or the providers that can be connected',
        async () => (await import('./integrations/list.ts')).define,
        { alias: 'ls' },
      ),
      verb(
        'get',
        'show one integration, its models, and the workspaces that use it',
        async () => (await import('./integrations/get.ts')).define,
        asShow,
      ),
      verb(
        'create',
        'connect a provider, choose its models, let workspaces in',
        async () => (await import('./integrations/create.ts')).define,
        { kinds: async () => (await import('./integrations/create.ts')).kindCommands },
      ),
      verb('update', 'rename an integration, or change its configuration', async () => {
        return (await import('./integrations/update.ts')).define;
      }),
      verb('rotate-key', 'store a new key; everything else stays', async () => {
        return (await import('./integrations/rotate-key.ts')).define;
      }),
      verb(
        'delete',
        'delete an integration, with what workspaces have of it',
        async () => (await import('./integrations/delete.ts')).define,
        { alias: 'rm' },
      ),
      verb(
        'access',
        'who may use which integration, and how much of a budget is used',
        async () => {
          return (await import('./integrations/access.ts')).define;
        },
      ),
      verb(
        'validate',
        'test the provider behind an integration, or the gateway to it',
        async () => {
          return (await import('./integrations/validate.ts')).define;
        },
      ),
      verb('history', 'who changed an integration', async () => {
        return (await import('./integrations/history.ts')).define;
      }),
    ],
  },
  {
    name: 'workspaces',
    alias: 'workspace',
    summary: 'the workspaces of a Portkey organization',
    children: [
      verb(
        'list',
        'list the workspaces',
        async () => (await import('./workspaces/list.ts')).define,
        {
          alias: 'ls',
        },
      ),
      verb(
        'get',
        'show one workspace',
        async () => (await import('./workspaces/get.ts')).define,
        asShow,
      ),
    ],
  },
  verb('explain', 'cause and fix of an error name or exit code, offline', async () => {
    return (await import('./explain.ts')).define;
  }),
  verb('sandbox', 'serve a local management API to try things out', async () => {
    return (await import('./sandbox.ts')).define;
  }),
];

/**
 * Hangs the tree on a command. Only names and summaries at first: a verb's own file is loaded right
 * before commander parses that verb, so that a call pays for the one command it runs.
 */
export function grow(command: Command, nodes: readonly Node[], world: World): void {
  const waiting = new Map<Command, Node>();
  for (const node of nodes) {
    const { name, summary, alias, load, children } = node;
    const child = command.command(name).description(summary);
    if (children) child.usage('<command> [flags]');
    if (alias !== undefined) child.alias(alias);
    if (children) grow(child.helpCommand(false), children, world);
    if (load) waiting.set(child, node);
  }
  command.hook('preSubcommand', async (_, child) => {
    await fill(child, waiting, world);
    addGlobalOptions(child);
  });
}

async function fill(child: Command, waiting: Map<Command, Node>, world: World): Promise<void> {
  const { load, kinds } = waiting.get(child) ?? {};
  if (!load) return;
  waiting.delete(child);
  (await load())(child, world);
  if (kinds) grow(child, await kinds(), world);
}
