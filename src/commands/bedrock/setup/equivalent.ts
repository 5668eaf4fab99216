import { defaultRoleName } from '../../../cli/aws-account.ts';
import type { Context } from '../../../cli/context.ts';
import { keptFlags } from '../../../cli/globals.ts';
import { pasteableLine } from '../../../ui/output.ts';
import type { ExternalId } from './external-id.ts';
import type { SetupFlags } from './flags.ts';
import type { ChosenGuardrail } from './guardrail.ts';
import type { Manner } from './ways.ts';

/** What is decided so far. Filled in answer by answer, so that one who stops early keeps them. */
export interface Decisions {
  region?: string;
  global?: boolean;
  chosen?: readonly string[];
  auth?: 'assume-role' | 'access-keys';
  guardrail?: ChosenGuardrail | undefined;
  manner?: Manner;
  roleArn?: string;
  /** Null once it is decided that there is none. */
  externalId?: ExternalId | null;
  madeDefault?: string | undefined;
}

/** After a conversation: the command that does the same without one. */
export function sayEquivalent(context: Context, given: SetupFlags, decided: Decisions): void {
  const { ask, out, globals } = context;
  if (!ask.available) return;
  const line = pasteableLine(keptFlags(globals), commandOf(given, decided));
  out.note(`The same without questions:\n  ${line}`);
}

/** The command that says what is decided; what is still open is asked for by it. */
export function commandOf(given: SetupFlags, decided: Decisions): string[] {
  const { region, global, chosen, externalId, guardrail, madeDefault } = decided;
  const byKeys = decided.auth === 'access-keys';
  return [
    ...['bedrock', 'setup'],
    ...(region === undefined ? [] : ['--region', region]),
    ...(chosen ?? given.model).flatMap((model) => ['--model', model]),
    ...(given.global || global === true ? ['--global'] : []),
    ...(byKeys ? ['--auth', 'access-keys'] : roleWords(given, decided)),
    ...(byKeys || externalId === undefined
      ? []
      : externalId === null
        ? ['--no-external-id']
        : ['--external-id-secret', externalId.secretName]),
    ...(guardrail
      ? ['--guardrail-id', guardrail.id, '--guardrail-version', guardrail.version]
      : []),
    ...(guardrail?.profile ? ['--guardrail-profile', guardrail.profile.id] : []),
    ...(madeDefault === undefined ? [] : ['--make-default', madeDefault]),
  ];
}

function roleWords(given: SetupFlags, { manner, roleArn }: Decisions): string[] {
  if (roleArn !== undefined && manner?.kind !== 'create') return ['--role-arn', roleArn, '--yes'];
  const name = given.roleName === defaultRoleName ? [] : ['--role-name', given.roleName];
  const principals = given.principals === 'both' ? [] : ['--principals', given.principals];
  switch (manner?.kind) {
    case 'create': {
      const { profile } = manner.account;
      const as = typeof profile === 'string' ? ['--aws-profile', profile] : [];
      return ['--create', '--yes', ...as, ...name, ...principals];
    }
    case 'write': {
      const folder = given.out === undefined ? [] : ['--out', given.out];
      return ['--emit', manner.form, ...folder, ...name, ...principals];
    }
    default:
      return [...name, ...principals];
  }
}
