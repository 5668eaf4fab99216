import { Option } from 'commander';
import { z } from 'zod';
import { once } from '../../core/once.ts';
import { action, noArguments } from '../../cli/action.ts';
import type { Context } from '../../cli/context.ts';
import { readStdin } from '../../cli/stdin.ts';
import { newExternalId, problemInExternalId } from '../../aws/iam-documents/external-id.ts';
import { principalsOf, trustPolicy } from '../../aws/iam-documents/trust.ts';
import { warnWithoutExternalId } from '../../operations/bedrock/external-id-warning.ts';
import { withoutOuterBlanks } from '../../core/text/outer-blanks.ts';
import type { Define } from '../define.ts';
import { accessFlags, addAccessOptions } from './access-flags.ts';
import {
  addRoleFileOptions,
  deliver,
  deliverDocument,
  roleFileFlags,
  roleFiles,
} from './role-file-flags.ts';
import { fail } from '../../core/fail.ts';

const flags = once(() =>
  accessFlags()
    .extend(roleFileFlags().shape)
    .extend({
      externalIdEnv: z.string().min(1).optional(),
      externalIdStdin: z.boolean().default(false),
    }),
);
type Flags = z.infer<ReturnType<typeof flags>>;

const examples = `
Examples:
  # With a new external ID, which Port then needs as a secret
  portai bedrock trust-policy > trust.json
  jq -r '.Statement[0].Condition.StringEquals["sts:ExternalId"]' trust.json |
    portai secrets set aws-external-id --value-stdin
`;

export const define: Define = (command, world) => {
  command
    .addOption(
      new Option('--external-id-env <name>', 'take the external ID from this variable').conflicts([
        'externalIdStdin',
        'emit',
      ]),
    )
    .addOption(
      new Option('--external-id-stdin', 'read the external ID from stdin').conflicts('emit'),
    );
  addRoleFileOptions(command);
  addAccessOptions(command);
  command.addHelpText('after', examples);
  command.action(
    action(
      world,
      { args: noArguments, flags: () => withoutOuterBlanks(flags()) },
      async (context, _, given) => {
        if (given.emit !== undefined) {
          await deliver(context, given, await roleFiles(context, given.emit, given));
          return undefined;
        }
        if (given.region !== undefined) {
          throw fail('Usage', '--region goes with --emit only: a trust policy is of no region');
        }
        const externalId = await externalIdOf(context, given);
        const document = trustPolicy(principalsOf(given.principals), externalId);
        await deliverDocument(context, given, 'trust.json', document);
        return undefined;
      },
    ),
  );
};

/** The external ID belongs into the document, so here alone it is printed. */
async function externalIdOf(context: Context, given: Flags): Promise<string | undefined> {
  const { out, runtime } = context;
  if (!given.externalId) {
    warnWithoutExternalId(out);
    return undefined;
  }
  const { externalIdEnv: variable, externalIdStdin } = given;
  if (variable === undefined && !externalIdStdin) {
    out.note(
      [
        'The document holds a new external ID. Port has to send the same, so that no',
        'other organization on Port can use the role. Store it there:',
        '  portai secrets set aws-external-id',
      ].join('\n'),
    );
    return newExternalId();
  }
  const value = variable === undefined ? await pipedIn(context) : runtime.env[variable];
  if (value === undefined)
    throw fail('Usage', `--external-id-env ${variable ?? ''}: it is not set`);
  const problem = problemInExternalId(value, 'new role');
  if (problem !== undefined) throw fail('Usage', `The external ID ${problem}`);
  return value;
}

async function pipedIn({ runtime, settings }: Context): Promise<string> {
  const { timeout } = await settings();
  const bytes = await readStdin(runtime, '--external-id-stdin', timeout.value);
  return String(bytes).replace(/\r?\n$/, '');
}
