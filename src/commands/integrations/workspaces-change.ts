import type { Command } from 'commander';
import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addMutationOptions } from '../../cli/mutation.ts';
import type { Invocation } from '../../cli/invocation.ts';
import type { AccessRequest } from '../../operations/integrations/access-request.ts';
import { changeAccess } from '../../operations/integrations/workspace-access.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { confirmReplacement } from '../../questions/replaced-access.ts';
import { renderAccessChanges, renderAccessDone } from '../../ui/render/integration-access.ts';
import { renderDryRun } from '../../ui/render/put.ts';
import type { Define } from '../define.ts';
import { accessRequestOf } from './access-request.ts';
import { addLimitOptions, limitFlags } from './limit-flags.ts';
import { integrationOr } from './named.ts';

/** `integrations workspaces grant`. */
export const defineGrant: Define = (command, invocation) => define(command, invocation, 'grant');
/** `integrations workspaces limits`. */
export const defineLimits: Define = (command, invocation) => define(command, invocation, 'limits');
/** `integrations workspaces revoke`. */
export const defineRevoke: Define = (command, invocation) => define(command, invocation, 'revoke');

function define(command: Command, invocation: Invocation, verb: AccessRequest['verb']): void {
  command
    .argument('[slug]', 'slug of the integration')
    .argument('[workspace...]', 'slugs or UUIDs of workspaces');
  if (verb === 'revoke')
    command.option('--all-workspaces', 'every workspace; asks, or needs --yes');
  else addLimitOptions(command);
  addMutationOptions(command);
  command.addHelpText('after', `\n${examples[verb].join('\n')}`);
  const reads = {
    args: () => z.tuple([z.string().optional(), z.array(z.string())]),
    flags: limitFlags,
  };
  command.action(
    action(invocation, reads, async (context, [slug, workspaces], flags) => {
      const { out, plane, runtime, ask, globals } = context;
      const client = await plane(portkey).client();
      const path = ['integrations', 'workspaces', verb];
      const integration = await integrationOr(context, client, slug, path);
      const typed = { verb, integration, workspaces, flags };
      const request = await accessRequestOf(context, client, typed);
      const done = await changeAccess(
        {
          client,
          sleep: runtime.sleep,
          warn: (warning) => out.warn(warning),
          show: (changes) => out.notice(changes, renderAccessChanges),
          confirm: (replaced) => confirmReplacement(ask, replaced, { yes: globals.yes }),
        },
        request,
      );
      if (done.kind === 'dry-run') await out.result(done.dryRun, renderDryRun);
      else await out.result(done, renderAccessDone);
      return undefined;
    }),
  );
}

const examples: Readonly<Record<AccessRequest['verb'], readonly string[]>> = {
  grant: [
    'Examples:',
    '  portai integrations workspaces grant azure-prod eng --budget-usd 500 --reset monthly \\',
    '    --alert-at 80% --rate requests:100/min',
    '  portai integrations workspaces grant azure-prod --from-file limits.csv',
    '  portai integrations workspaces grant azure-prod --auto-provision on --budget-usd 50',
    '',
    'A file of limits has a header and the columns workspace, budget_usd, budget_tokens,',
    'reset, alert_at and rate (one rate); an empty cell leaves what is stored.',
    'Limits count for the workspaces that are named and, with --auto-provision, for new ones.',
  ],
  limits: [
    'Examples:',
    '  portai integrations workspaces limits azure-prod eng --budget-usd 800',
    '  portai integrations workspaces limits azure-prod research --clear-limits --reset-usage',
    '',
    'What is not given stays as it is: a budget its reset, a workspace its rate.',
    'Limits are of workspaces that have access; `grant` takes the same flags.',
  ],
  revoke: [
    'Examples:',
    '  portai integrations workspaces revoke azure-prod support',
    '  portai integrations workspaces revoke azure-prod --all-workspaces --yes',
    '',
    'Limits are kept: a workspace that gets access again has them again.',
  ],
};
