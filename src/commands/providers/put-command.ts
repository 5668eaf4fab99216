import type { Context } from '../../cli/context.ts';
import { flagsFor } from '../../cli/field-options.ts';
import { keptFlags } from '../../cli/globals.ts';
import { PortaiError, type Failure } from '../../core/errors.ts';
import type { Config } from '../../vendors/test-requests.ts';
import type { Variant } from '../../planes/port/provider-types/define.ts';
import { pasteableLine } from '../../ui/output.ts';
import { secretsOfRun } from './preflight-flags.ts';
import type { Subject } from './put-config.ts';
import type { Told } from './put-conversation.ts';
import type { PutFlags } from './put.ts';

/** What was decided beside the configuration itself. */
export interface Decided {
  readonly flags: PutFlags;
  /** Secrets that did not exist before. */
  readonly newSecrets: readonly string[];
  /** The model that was made the organization's default. */
  readonly madeDefault?: string;
}

/** After questions were asked: the commands that do the same without asking. */
export function sayCommand(
  { out, globals }: Context,
  id: string,
  variant: Variant,
  config: Config,
  decided: Decided,
): void {
  const lines = commandsFor(id, variant, config, decided).map(
    (words) => `  ${pasteableLine(keptFlags(globals), words)}`,
  );
  out.note(['The same without questions:', ...lines].join('\n'));
}

/** The commands that say what is decided, in the order in which they are to be typed. */
export function commandsFor(
  id: string,
  variant: Variant,
  config: Config,
  { flags, newSecrets, madeDefault }: Decided,
): string[][] {
  const put = [
    'providers',
    'put',
    id,
    ...flagsFor(variant, config),
    ...(flags.enable ? ['--enable'] : flags.disable ? ['--disable'] : []),
    ...flags.enableModel.flatMap((model) => ['--enable-model', model]),
    ...flags.disableModel.flatMap((model) => ['--disable-model', model]),
    ...(flags.preflight ? preflightWords(config, flags) : flags.validate ? ['--validate'] : []),
  ];
  const ofPreflight = flags.preflight ? secretsOfRun(flags, config) : [];
  return [
    // A preflight stores what it was given.
    ...newSecrets
      .filter((name) => !ofPreflight.includes(name))
      .map((name) => ['secrets', 'set', name, '--value-file', '<file>']),
    put,
    ...(madeDefault === undefined
      ? []
      : [['defaults', 'set', '--provider', id, '--model', madeDefault]]),
  ];
}

/** The values themselves are given anew: they stand in no command. */
function preflightWords(config: Config, flags: PutFlags): string[] {
  const { awsProfile } = flags;
  return [
    '--preflight',
    ...(awsProfile === undefined ? [] : ['--aws-profile']),
    ...(typeof awsProfile === 'string' ? [awsProfile] : []),
    ...secretsOfRun(flags, config).flatMap((name) => ['--secret', name, '--value-file', '<file>']),
  ];
}

/**
 * What ends a conversation early comes with the commands that go on with the answers given, in the
 * place of help that would let all be typed again.
 *
 * @param held values that are stored by now: they need no command of their own
 */
export function withAnswers(
  error: unknown,
  { id, type }: Subject,
  told: Told,
  fromFlags: Config,
  held: ReadonlyMap<string, unknown>,
  advised: (failure: Failure) => Failure,
): unknown {
  if (!(error instanceof PortaiError)) return error;
  const failure = advised(error.failure);
  const answered = Object.keys(told.config).length > 0;
  if (!answered || !type) return new PortaiError(failure, { cause: error });
  const fields = Object.fromEntries(
    type.variants.flatMap((variant) => Object.entries(variant.fields)),
  );
  const [first] = type.variants;
  const commands = commandsFor(
    id,
    { ...first, fields },
    { ...fromFlags, ...told.config },
    { flags: told.flags, newSecrets: told.newSecrets.filter((name) => !held.has(name)) },
  );
  const others = (failure.next ?? []).filter(({ command }) => command.at(-1) !== '--help');
  return new PortaiError(
    {
      ...failure,
      next: [
        ...commands.map((command) => ({ command, why: 'go on with the answers given' })),
        ...others,
      ],
    },
    { cause: error },
  );
}
