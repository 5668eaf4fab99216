import { z } from 'zod';
import { action } from '../cli/action.ts';
import { confirmRawChange } from '../cli/confirm-raw-change.ts';
import { repeatable } from '../cli/pairs.ts';
import { addPlaneOptions, chosenPlane, planeFlags } from '../cli/plane-choice.ts';
import { rawArguments, rawRequest } from '../cli/raw-request.ts';
import { once } from '../core/once.ts';
import { renderDryRun } from '../ui/render/put.ts';
import type { Define } from './define.ts';
import { answerRaw, rawDryRun } from './run-api.ts';

const flags = once(() =>
  z.object({
    ...planeFlags(),
    query: z.array(z.string()).default([]),
    field: z.array(z.string()).default([]),
    input: z.string().optional(),
    paginate: z.boolean().default(false),
    include: z.boolean().default(false),
    dryRun: z.boolean().default(false),
  }),
);

/** `api`. */
export const define: Define = (command, invocation) => {
  command
    .argument('<method>', 'GET, POST, PUT, PATCH or DELETE')
    .argument('<path>', 'path below the address of the profile: /v1/llm-providers')
    .option('-q, --query <key=value>', 'a part of the query; repeat for more', repeatable)
    .option('-f, --field <key=value>', 'a text of the body; key:=json for other values', repeatable)
    .option('--input <file>', 'the whole body, JSON, from a file, or - for stdin')
    .option('--paginate', 'follow the pages; each is written as it comes')
    .option('--include', 'print status and headers as well')
    .option('-n, --dry-run', 'show what would be sent, and send nothing');
  addPlaneOptions(command, 'call').addHelpText('after', help);
  command.action(
    action(invocation, { args: rawArguments, flags }, async (context, words, given) => {
      const call = await rawRequest(context, words, given);
      const plane = chosenPlane(given);
      if (given.dryRun) {
        await context.out.result(rawDryRun(call), renderDryRun);
        return undefined;
      }
      await confirmRawChange(context, call);
      await answerRaw(context, context.plane(plane), call, given);
      return undefined;
    }),
  );
};

const help = `
Sends one request with portai's credentials to the address of the profile, and
to no other. Refusals end with the exit code that they have everywhere; only
what repeats without harm is repeated. What changes something is confirmed, or
needs --yes; a search of entities is not, though it is a POST.

The answer is printed as it came, with known secrets masked. A stream of events
is written line by line.

Examples:
  portai api GET /v1/organization
  portai api GET /v1/audit-log -q limit=10 --json
  portai api POST /v1/blueprints/_user/entities/search --input - --paginate
  portai api GET /integrations --portkey --paginate
  portai api PATCH /v1/organization/secrets/a-key -f description=old --dry-run
`;
