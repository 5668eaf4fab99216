import type { Command } from 'commander';
import { z } from 'zod';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import { addSecretOptions, flagOf, type SecretWord } from '../../cli/secret-flags.ts';
import { fail } from '../../core/fail.ts';
import { once } from '../../core/once.ts';
import { parseModelSpec } from '../../planes/port/rules/model-spec.ts';

const filled = once(() => z.string().min(1, 'must not be empty'));

/** The flags of `integrations connect-port`. */
export const connectPortFlags = once(() =>
  mutationFlags().extend({
    model: z.array(filled().transform(parseModelSpec)).default([]),
    gatewayUrl: z.string().optional(),
    providerSlug: filled().optional(),
    apiKeySecret: filled().optional(),
    preflight: z.boolean().default(true),
    showRequest: z.boolean().default(false),
  }),
);

const collect = (word: string, before: string[] | undefined) => [...(before ?? []), word];

/** Hangs the flags on the command; what comes back reads how the key is given. */
export function addConnectPortOptions(command: Command): () => readonly SecretWord[] {
  command
    .option(
      '--model <spec>',
      'this model only: NAME[,display=TEXT][,context=TOKENS][,FEATURE…]; repeat for more',
      collect,
    )
    .option('--gateway-url <url>', 'base URL of the gateway, where it is not that of the API')
    .option('--provider-slug <slug>', 'slug of the provider in the workspace, if it is another')
    .option('--api-key-secret <name>', "Port's secret for the key (default portkey-<slug>)");
  const words = addSecretOptions(command);
  command
    .option('--no-preflight', 'let Port alone test, with a secret that Port has')
    .option('--show-request', 'print each request as curl on stderr, without credentials');
  addMutationOptions(command).addHelpText('after', help);
  return words;
}

/** Throws a usage error for a key that is given where nothing is tested with it. */
export function requireTested(preflight: boolean, [first]: readonly SecretWord[]): void {
  if (preflight || first === undefined) return;
  throw fail('Usage', `${flagOf(first)} does not go with --no-preflight`, {
    hint: 'A value alone is stored with `portai secrets add`.',
  });
}

const help = `
Makes the integration Port's openai-compatible provider: the base URL of Portkey's
gateway, the models it allows as @slug/model, and a key of a workspace, which Port keeps
as a secret. The gateway is tested from here, then by Port, before anything is saved.
Port sends the key as a bearer token. Portkey documents x-portkey-api-key only; where
that header is missing, its published gateway reads the key from Authorization. A context window is set
where --model says one, or Port has it already: Portkey tells none.

Another endpoint in Port is replaced with --force or a yes only; models of other
integrations at the same gateway stay.

Examples:
  portai integrations connect-port openai-prod --value-env WORKSPACE_KEY
  portai integrations connect-port openai-prod --model gpt-4o,context=128000 -n
`;
