import { join } from 'node:path';
import { z } from 'zod';
import { once } from '../core/once.ts';
import { action, noArguments } from '../cli/action.ts';
import type { Context } from '../cli/context.ts';
import { requireOwnFolder } from '../files/guard.ts';
import { dialectNames, dialects } from '../sandbox/port/dialects.ts';
import { parseFault } from '../sandbox/faults.ts';
import { liveAddresses } from '../sandbox/live.ts';
import { openSandbox } from '../sandbox/open.ts';
import { serveSandbox } from '../sandbox/serve.ts';
import { freshCredentials } from '../sandbox/port/token.ts';
import { freshPortkeyKeys } from '../sandbox/portkey/keys.ts';
import { portkeySandboxPath } from '../planes/portkey/sandbox-path.ts';
import { renderSandbox, type SandboxView } from '../ui/render/sandbox.ts';
import type { Define } from './define.ts';
import { whenAsked } from './open-sandbox.ts';

const providerTimeoutMs = 30_000;

const portWords = 'a port is a whole number from 0 to 65535; without the flag it is a free one';
const port = once(() =>
  z
    .string()
    .regex(/^\d+$/, portWords)
    .transform(Number)
    .refine((number) => number <= 65_535, portWords),
);

const flags = once(() =>
  z.object({
    port: port().optional(),
    ephemeral: z.boolean().default(false),
    reset: z.boolean().default(false),
    live: z.boolean().default(false),
    allowPrivateBaseUrls: z.boolean().default(false),
    catalog: z.enum(['published', 'latest']).default('published'),
    dialect: z.enum(dialectNames).default('guide'),
    fault: z.array(z.string()).default([]),
  }),
);

export const define: Define = (command, invocation) => {
  command
    .option('--port <n>', 'port on 127.0.0.1 (default: a free one)')
    .option('--ephemeral', 'keep the state in memory only')
    .option('--reset', 'start from an empty state')
    .option('--live', 'test connections against the real providers')
    .option('--allow-private-base-urls', 'with --live, also test endpoints of this network')
    .option('--catalog <name>', 'models it knows: published or latest (default: published)')
    .option('--dialect <name>', `form of the answers: ${dialectNames.join(', ')} (default: guide)`)
    .option(
      '--fault <spec>',
      'misbehave, for rehearsal: 429:2, slow:3s, html, reset, …; repeat for more',
      (spec: string, before: string[] | undefined) => [...(before ?? []), spec],
    );
  command.addHelpText(
    'after',
    `
Dialects, since Port's documents differ:
${dialectNames.map((name) => `  ${name.padEnd(11)}${dialects[name].means}`).join('\n')}

Examples:
  portai sandbox --ephemeral --fault 429:2
  portai sandbox --dialect document --port 4010
`,
  );
  command.action(
    action(invocation, { args: noArguments, flags }, async (context, _, given) => {
      const { runtime, out } = context;
      const { now, sleep, random, signal } = runtime;
      const permits = liveAddresses({ allowPrivate: given.allowPrivateBaseUrls });
      const timeoutMs = providerTimeoutMs;
      const credentials = freshCredentials();
      const portkeyKeys = freshPortkeyKeys();
      const sandbox = openSandbox({
        now,
        sleep,
        random,
        credentials,
        portkeyKeys,
        catalog: given.catalog,
        dialect: given.dialect,
        faults: given.fault.map(parseFault),
        dir: given.ephemeral ? undefined : await folderOf(context),
        live: given.live ? { send: runtime.connect({ timeoutMs, permits }), permits } : undefined,
        loopback: whenAsked(() => runtime.connect({ timeoutMs })),
      });
      if (given.reset) await sandbox.reset();
      const { url, close } = await serveSandbox({
        send: sandbox.send,
        simulated: sandbox.simulated,
        port: given.port ?? 0,
      });
      const { admin, member } = credentials;
      const view: SandboxView = {
        port: { url, ...admin, member },
        portkey: {
          url: `${url}${portkeySandboxPath}`,
          apiKey: portkeyKeys.admin,
          workspaceKey: portkeyKeys.member,
        },
      };
      if (out.json) await out.line(view);
      else await out.result(view, renderSandbox);
      out.note('Serving until Ctrl-C.');
      await stopped(signal);
      await close();
      return undefined;
    }),
  );
};

async function folderOf({ directory }: Context): Promise<string> {
  await requireOwnFolder(directory);
  return join(directory, 'sandbox');
}

/** Ctrl-C and the other signals are how a server is meant to end, so they are no failure here. */
function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
