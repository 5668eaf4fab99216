import type { Command } from 'commander';
import { z } from 'zod';
import { action, noArguments } from '../cli/action.ts';
import type { Context } from '../cli/context.ts';
import { keptChanges, type HistorySelection } from '../cli/kept-changes.ts';
import { typeArgument } from '../cli/type-argument.ts';
import { once } from '../core/once.ts';
import { isRestorable } from '../operations/restore-provider.ts';
import { renderChanges } from '../ui/render/change-history.ts';
import type { Define } from './define.ts';

const listFlags = once(() =>
  z.object({
    everywhere: z.boolean().default(false),
    limit: z.coerce
      .number('must be a number')
      .int('must be a whole number')
      .min(1, 'must be 1 or more')
      .max(10_000, 'must be 10000 or less')
      .default(20),
  }),
);

/** `history`. */
export const define: Define = (command, invocation) => {
  command.option('--provider <type>', 'only of this provider type');
  addListOptions(command).addHelpText('after', help);
  const flags = () => listFlags().extend({ provider: typeArgument().optional() });
  command.action(
    action(invocation, { args: noArguments, flags }, (context, _, given) => show(context, given)),
  );
};

/** `providers history`. */
export const defineForProvider: Define = (command, invocation) => {
  command.argument('[type]', 'provider type, such as bedrock');
  addListOptions(command);
  const reads = { args: () => z.tuple([typeArgument().optional()]), flags: listFlags };
  command.action(
    action(invocation, reads, (context, [provider], given) =>
      show(context, { ...given, provider, onlyProviders: true }),
    ),
  );
};

const addListOptions = (command: Command) =>
  command
    .option('--limit <n>', 'the latest so many (default 20)')
    .option('--everywhere', 'also of other profiles and at other addresses');

async function show(
  context: Context,
  selection: Required<Pick<HistorySelection, 'limit'>> & HistorySelection,
): Promise<undefined> {
  const { out } = context;
  // One more than is shown tells whether there are more.
  const found = await keptChanges(context, { ...selection, limit: selection.limit + 1 });
  const shown = found.slice(0, selection.limit).map(({ before, ...change }) => ({
    ...change,
    restorable: isRestorable({ ...change, ...(before === undefined ? {} : { before }) }),
  }));
  await out.result(shown, renderChanges);
  if (found.length > shown.length) out.note('There are more; --limit shows them.');
  return undefined;
}

const help = `
What portai changed from this machine, with this profile, at this address: in
Port, in Portkey and in an AWS account, the sandbox by itself. It holds names
and paths, never a value. What others changed, or the web page did, is not in
it. A change is written down before it is sent: of one without a known end it
says so.

In rows: id, time, outcome, action, kind, name, who, command, changed paths,
request id.

Examples:
  portai history --provider openai
  portai history --limit 100 --json | jq -r '.[].id'
`;
