import type { Context } from '../../cli/context.ts';
import { flagsFor } from '../../cli/field-options.ts';
import { keptFlags } from '../../cli/globals.ts';
import type { Config, Variant } from '../../domain/provider-types/define.ts';
import { pasteableLine } from '../../ui/output.ts';
import { secretsOfRun } from './preflight-flags.ts';
import type { PutFlags } from './put.ts';

/** After questions were asked: the command that does the same without asking. */
export function sayCommand(
  { out, globals }: Context,
  id: string,
  variant: Variant,
  config: Config,
  flags: PutFlags,
): void {
  const words = [
    'providers',
    'put',
    id,
    ...flagsFor(variant, config),
    ...(flags.enable ? ['--enable'] : flags.disable ? ['--disable'] : []),
    ...flags.enableModel.flatMap((model) => ['--enable-model', model]),
    ...flags.disableModel.flatMap((model) => ['--disable-model', model]),
    ...(flags.preflight ? preflightWords(config, flags) : flags.validate ? ['--validate'] : []),
  ];
  out.note(`The same without questions:\n  ${pasteableLine(keptFlags(globals), words)}`);
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
