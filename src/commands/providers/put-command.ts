import type { Context } from '../../cli/context.ts';
import { flagsFor } from '../../cli/field-options.ts';
import { keptFlags } from '../../cli/globals.ts';
import type { Config, Variant } from '../../domain/provider-types/define.ts';
import { pasteableLine } from '../../ui/output.ts';
import { secretsOfRun } from './preflight-flags.ts';
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
  { flags, newSecrets, madeDefault }: Decided,
): void {
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
  const commands = [
    // A preflight stores what it was given.
    ...newSecrets
      .filter((name) => !ofPreflight.includes(name))
      .map((name) => ['secrets', 'set', name, '--value-file', '<file>']),
    put,
    ...(madeDefault === undefined
      ? []
      : [['defaults', 'set', '--provider', id, '--model', madeDefault]]),
  ];
  const lines = commands.map((words) => `  ${pasteableLine(keptFlags(globals), words)}`);
  out.note(['The same without questions:', ...lines].join('\n'));
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
