import type { Context } from '../../../cli/context.ts';
import { writeOwnFiles } from '../../../cli/own-file.ts';
import { emitUser } from '../../../domain/bedrock/user-documents.ts';
import { usageError, type ExitClass } from '../../../domain/errors.ts';
import { bedrock } from '../../../domain/provider-types/bedrock.ts';
import { join } from 'node:path';
import { putProvider } from '../../providers/put-flow.ts';
import type { OpenedAccount } from './account.ts';
import type { SetupFlags } from './flags.ts';
import { chooseGuardrail } from './guardrail.ts';
import type { ChosenModels } from './models.ts';
import type { Steps } from './steps.ts';

export interface KeysSubject {
  readonly region: string;
  readonly account: OpenedAccount | undefined;
  readonly models: ChosenModels;
  readonly steps: Steps;
}

const userName = 'port-bedrock';
const usualNames = { id: 'aws-access-key-id', key: 'aws-secret-access-key' };

/** Connects by the keys of a user: its documents on request, then the put with a preflight. */
export async function connectByKeys(
  context: Context,
  given: SetupFlags,
  { region, account, models }: KeysSubject,
): Promise<ExitClass | undefined> {
  const { ask, out } = context;
  const guardrail = await chooseGuardrail(context, given, region, account);
  const writes =
    (given.emit !== undefined && !given.dryRun) ||
    (ask.available &&
      !given.dryRun &&
      (await ask.confirm({
        message: 'Write down a user with the least permissions first',
        flag: '--emit aws-cli',
        suggestion: true,
      })));
  if (writes) {
    const access = {
      region,
      models: models.access,
      ...(account ? { account: account.identity.account } : {}),
      ...(guardrail?.arn === undefined ? {} : { guardrail: guardrail.arn }),
    };
    const folder = given.out ?? userName;
    const paths = await writeOwnFiles(
      emitUser(access, userName).map(({ name, text }) => ({ path: join(folder, name), text })),
      { replace: given.force },
    );
    out.note(
      [`Written to ${folder}; create the user with it:`, ...paths.map((p) => `  ${p}`)].join('\n'),
    );
  }
  const names = {
    id: given.accessKeyIdSecret ?? usualNames.id,
    key: given.secretAccessKeySecret ?? usualNames.key,
  };
  const envs = [
    [names.id, given.accessKeyIdEnv],
    [names.key, given.secretAccessKeyEnv],
  ] as const;
  const words = envs.flatMap(([name, variable]) =>
    variable === undefined
      ? []
      : [{ kind: 'secret', name } as const, { kind: 'env', variable } as const],
  );
  if (words.length > 0 && words.length < 4) {
    throw usageError('--access-key-id-env and --secret-access-key-env go together');
  }
  const fixed = !ask.available || given.accessKeyIdSecret !== undefined || words.length > 0;
  const config = {
    region,
    ...(fixed ? { accessKeyIdSecretName: names.id, secretAccessKeySecretName: names.key } : {}),
    ...(guardrail
      ? { guardrailIdentifier: guardrail.id, guardrailVersion: guardrail.version }
      : {}),
  };
  return putProvider(context, { id: 'bedrock', type: bedrock }, config, {
    dryRun: given.dryRun,
    force: given.force,
    preflight: words.length > 0,
    // Values typed in the conversation are tested from here first, if that is wanted.
    validate: !ask.available,
    awsProfile: undefined,
    showRequest: false,
    enable: true,
    disable: false,
    enableModel: [],
    disableModel: [...models.left],
    modelsDecided: true,
    createOnly: false,
    updateOnly: false,
    skipClientChecks: false,
    words,
  });
}
