import type { Context } from '../../../cli/context.ts';
import { keptFlags } from '../../../cli/globals.ts';
import { equivalentCommand } from '../../../operations/bedrock-setup/equivalent-command.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';
import { pasteableLine } from '../../../ui/output.ts';

/** After a conversation: the command that does the same without one. */
export function sayEquivalent({ ask, out, globals }: Context, request: SetupRequest): void {
  if (!ask.available) return;
  const line = pasteableLine(keptFlags(globals), equivalentCommand(request));
  out.note(`The same without questions:\n  ${line}`);
}
