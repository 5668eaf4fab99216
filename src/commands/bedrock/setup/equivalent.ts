import type { Context } from '../../../cli/context.ts';
import { keptFlags } from '../../../cli/globals.ts';
import { pasteableLine } from '../../../ui/output.ts';
import type { ExternalId } from './external-id.ts';
import type { SetupFlags } from './flags.ts';
import type { ChosenGuardrail } from './guardrail.ts';
import type { ReadyRole } from './role.ts';
import type { Manner } from './ways.ts';
import { defaultRoleName } from '../../../cli/aws-account.ts';

export interface Answers {
  readonly region: string;
  readonly chosen: readonly string[];
  readonly manner: Manner;
  readonly role: ReadyRole;
  readonly externalId: ExternalId | undefined;
  readonly guardrail: ChosenGuardrail | undefined;
  readonly madeDefault: string | undefined;
}

/** After a conversation: the command that does the same without one. */
export function sayEquivalent(
  { ask, out, globals }: Context,
  given: SetupFlags,
  answers: Answers,
): void {
  if (!ask.available) return;
  const { region, chosen, externalId, guardrail, madeDefault } = answers;
  const words = [
    ...['bedrock', 'setup', '--region', region],
    ...chosen.flatMap((model) => ['--model', model]),
    ...(given.global ? ['--global'] : []),
    ...roleWords(given, answers),
    ...(externalId ? ['--external-id-secret', externalId.secretName] : ['--no-external-id']),
    ...(guardrail
      ? ['--guardrail-id', guardrail.id, '--guardrail-version', guardrail.version]
      : []),
    ...(guardrail?.profile ? ['--guardrail-profile', guardrail.profile.id] : []),
    ...(madeDefault === undefined ? [] : ['--make-default', madeDefault]),
  ];
  out.note(`The same without questions:\n  ${pasteableLine(keptFlags(globals), words)}`);
}

function roleWords(given: SetupFlags, { manner, role }: Answers): string[] {
  if (manner.kind !== 'create') return ['--role-arn', role.arn, '--yes'];
  const { profile } = manner.account;
  return [
    ...['--create', '--yes'],
    ...(typeof profile === 'string' ? ['--aws-profile', profile] : []),
    ...(given.roleName === defaultRoleName ? [] : ['--role-name', given.roleName]),
    ...(given.principals === 'both' ? [] : ['--principals', given.principals]),
  ];
}
