import type { Context } from '../../cli/context.ts';
import { keptFlags } from '../../cli/globals.ts';
import type { CreateRequest } from '../../operations/integrations/create-request.ts';
import { pasteableLine } from '../../ui/output.ts';

/** Says after a creation what nobody has decided: which models it allows and who gets in, and how to. */
export function noteWhatIsOpen({ out, globals }: Context, request: CreateRequest): void {
  const { slug, models, access, dryRun } = request;
  if (dryRun) return;
  const open: { readonly says: string; readonly command: readonly string[] }[] = [];
  if (models === undefined) {
    const command = ['integrations', 'models', 'set', slug, '<model>'];
    open.push({ says: 'All models are allowed.', command });
  }
  if (access.grants.length === 0) {
    const command = ['integrations', 'workspaces', 'grant', slug, '<workspace>'];
    const says =
      access.newWorkspaces === undefined
        ? 'No workspace has access.'
        : 'No workspace that is there has access, only those that are made later.';
    open.push({ says, command });
  }
  if (open.length === 0) return;
  const lines = open.map(({ command }) => `  ${pasteableLine(keptFlags(globals), command)}`);
  out.note([open.map(({ says }) => says).join(' '), 'Next:', ...lines].join('\n'));
}
