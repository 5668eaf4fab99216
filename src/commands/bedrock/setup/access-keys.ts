import { join } from 'node:path';
import type { Context } from '../../../cli/context.ts';
import { keptFlags } from '../../../cli/globals.ts';
import { writeOwnFiles } from '../../../cli/own-file.ts';
import type { BedrockAccess } from '../../../aws/iam-documents/access.ts';
import { emitUser } from '../../../aws/iam-documents/user-documents.ts';
import { usageError, type ExitClass } from '../../../core/errors.ts';
import { bedrock } from '../../../planes/port/provider-types/bedrock.ts';
import { shellWord } from '../../../core/text/shell.ts';
import { pasteableLine } from '../../../ui/output.ts';
import type { UndoLog } from '../../../operations/undo-log.ts';
import { putNothing, type PutRequest } from '../../../operations/put-provider/request.ts';
import { runPutWithin } from '../../providers/run-put.ts';
import type { OpenedAccount } from './account.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';
import type { ChosenGuardrail } from './guardrail.ts';
import type { ChosenModels } from './models.ts';
import { equivalentCommand } from '../../../operations/bedrock-setup/equivalent-command.ts';
import { accessOf } from './wanted.ts';

export interface KeysSubject {
  readonly region: string;
  readonly account: OpenedAccount | undefined;
  readonly models: ChosenModels;
  readonly guardrail: ChosenGuardrail | undefined;
  readonly book: UndoLog;
}

const userName = 'port-bedrock';
const usualNames = { id: 'aws-access-key-id', key: 'aws-secret-access-key' };

/** Connects by the keys of a user: its documents on request, then the put with a preflight. */
export async function connectByKeys(
  context: Context,
  request: SetupRequest,
  { region, account, models, guardrail, book }: KeysSubject,
): Promise<ExitClass | undefined> {
  const { ask, out } = context;
  const folder = request.folder ?? userName;
  const paths = (await wantsUser(context, request))
    ? await writeUser(
        context,
        request,
        folder,
        accessOf(region, account, models.access, guardrail),
        book,
      )
    : [];
  if (paths.length > 0 && !ask.available && !namesKeys(request)) {
    out.note(`Then connect it:\n  ${comingBack(context, request, folder)}`);
    await out.result({ written: paths }, ({ written }) => written.join('\n'));
    return undefined;
  }
  const names = {
    id: request.keys.idSecret ?? usualNames.id,
    key: request.keys.keySecret ?? usualNames.key,
  };
  const envs = [
    [names.id, request.keys.idVariable],
    [names.key, request.keys.keyVariable],
  ] as const;
  const words = envs.flatMap(([name, variable]) =>
    variable === undefined
      ? []
      : [{ kind: 'secret', name } as const, { kind: 'env', variable } as const],
  );
  if (words.length > 0 && words.length < 4) {
    throw usageError('--access-key-id-env and --secret-access-key-env go together');
  }
  const fixed = !ask.available || request.keys.idSecret !== undefined || words.length > 0;
  const put: PutRequest = {
    ...putNothing,
    ...{ provider: 'bedrock', type: bedrock, variant: 'access-keys', enabled: true },
    fields: {
      region,
      ...(fixed ? { accessKeyIdSecretName: names.id, secretAccessKeySecretName: names.key } : {}),
      ...(guardrail
        ? { guardrailIdentifier: guardrail.id, guardrailVersion: guardrail.version }
        : {}),
    },
    models: { enable: [], disable: models.left },
    // Values typed in the conversation are tested from here first, if that is wanted.
    tests: { here: words.length > 0 ? {} : undefined, byPort: !ask.available },
    force: request.force,
    dryRun: request.dryRun,
  };
  const decided = {
    fields: ['guardrailIdentifier', 'guardrailVersion'],
    models: true,
  } as const;
  return runPutWithin(context, put, { test: { words, showRequest: false }, decided }, book);
}

/** Whether flags say which keys Port gets; without, a person is asked for them. */
const namesKeys = ({ keys: { idVariable, idSecret } }: SetupRequest) =>
  idVariable !== undefined || idSecret !== undefined;

async function wantsUser({ ask }: Context, { keys, dryRun }: SetupRequest): Promise<boolean> {
  if (dryRun) return false;
  if (keys.writeUser) return true;
  return (
    ask.available &&
    (await ask.confirm({
      message: 'Write down a user with the least permissions first',
      flag: '--emit aws-cli',
      suggestion: true,
    }))
  );
}

async function writeUser(
  { out }: Context,
  { force }: SetupRequest,
  folder: string,
  access: BedrockAccess,
  book: UndoLog,
): Promise<readonly string[]> {
  const files = emitUser(access, userName).map(({ name, text }) => ({
    path: join(folder, name),
    text,
  }));
  const what = `files ${files.map(({ path }) => path).join(', ')}`;
  const paths = await book.make({ what }, () => writeOwnFiles(files, { replace: force }));
  out.note([`Written to ${folder}:`, ...paths.map((path) => `  ${path}`)].join('\n'));
  out.note(
    `Create the user with it; its two keys go into files beside it:\n  bash ${shellWord(join(folder, 'create-user.sh'))}`,
  );
  return paths;
}

/** The command that takes the keys from the files of the script, once it has run. */
function comingBack({ globals }: Context, request: SetupRequest, folder: string): string {
  const words = equivalentCommand({
    ...request,
    signIn: 'access-keys',
    keys: { ...request.keys, idVariable: 'KEY_ID', keyVariable: 'SECRET_KEY' },
  });
  const from = (name: string) => `"$(cat ${shellWord(join(folder, name))})"`;
  return `KEY_ID=${from('access-key-id')} SECRET_KEY=${from('secret-access-key')} ${pasteableLine(keptFlags(globals), words)}`;
}
