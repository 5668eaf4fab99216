import { basename } from 'node:path';
import type { Context } from '../../cli/context.ts';
import { readGivenFile } from '../../cli/stdin.ts';
import { fail } from '../../core/fail.ts';
import { asksForLimits } from '../../operations/integrations/limit-words.ts';
import { readLimitsFile, type LimitsFile } from '../../operations/integrations/limits-file.ts';
import type { AccessRequest } from '../../operations/integrations/access-request.ts';
import { listAccess } from '../../operations/integrations/read-access.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import { limitWordsOf, type LimitFlags } from './limit-flags.ts';
import { severalOr } from './named.ts';

/** Makes a request of what was typed; asks for the workspaces where none are named. */
export async function accessRequestOf(
  context: Context,
  client: PortkeyClient,
  {
    verb,
    integration,
    workspaces,
    flags,
  }: {
    readonly verb: AccessRequest['verb'];
    readonly integration: string;
    readonly workspaces: readonly string[];
    readonly flags: LimitFlags;
  },
): Promise<AccessRequest> {
  const { allWorkspaces, fromFile, autoProvision, overrideExisting, resetUsage, dryRun } = flags;
  const words = limitWordsOf(flags);
  refuseTwoLists(workspaces, flags);
  const inFile = fromFile === undefined ? undefined : await targetsIn(context, fromFile);
  const isNamed = inFile !== undefined || allWorkspaces || autoProvision !== undefined;
  const names = isNamed
    ? workspaces
    : await severalOr(context, workspaces, {
        argument: 'workspace',
        message: questions[verb],
        list: ['integrations', 'workspaces', 'list', integration],
        choices: async () => {
          const { workspaces: rows } = await listAccess(client, integration);
          const open = rows.filter(({ enabled }) => enabled === (verb !== 'grant'));
          return open.map(({ id }) => id);
        },
      });
  return {
    ...{ integration, verb, overrideExisting, resetUsage, dryRun },
    targets: inFile?.targets ?? names.map((workspace) => ({ workspace, words })),
    fileProblems: inFile?.problems,
    all: allWorkspaces ? words : undefined,
    newWorkspaces:
      autoProvision === undefined ? undefined : { enabled: autoProvision === 'on', words },
  };
}

const questions: Readonly<Record<AccessRequest['verb'], string>> = {
  grant: 'Workspaces that get access',
  revoke: 'Workspaces that lose access',
  limits: 'Workspaces to limit',
};

/** Refuses workspaces from two places, and limits beside a file that has them. */
function refuseTwoLists(workspaces: readonly string[], flags: LimitFlags): void {
  const given = [
    ...(workspaces.length > 0 ? ['<workspace>'] : []),
    ...(flags.allWorkspaces ? ['--all-workspaces'] : []),
    ...(flags.fromFile === undefined ? [] : ['--from-file']),
  ];
  const limits = asksForLimits(limitWordsOf(flags));
  if (given.length < 2 && !(flags.fromFile !== undefined && limits)) return;
  throw fail(
    'Usage',
    given.length < 2
      ? '--from-file has the limits: leave the flags of limits out'
      : `${given.join(' and ')} exclude each other`,
    { hint: 'Nothing was sent.' },
  );
}

async function targetsIn({ runtime }: Context, file: string): Promise<LimitsFile> {
  const bytes = await readGivenFile(runtime, file, `--from-file ${file}`);
  return readLimitsFile(bytes.toString('utf8'), basename(file));
}
