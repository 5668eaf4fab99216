import { Option } from 'commander';
import { action, noArguments } from '../../cli/action.ts';
import type { Context } from '../../cli/context.ts';
import { addValueOptions } from '../../cli/secret-value.ts';
import { shellLine } from '../../core/text/shell.ts';
import { portCredentials, type StoredCredentials } from '../../planes/port/credentials.ts';
import { port } from '../../planes/port/plane.ts';
import { credentialsFile, storeCredentials } from '../../settings/credentials.ts';
import type { Sourced } from '../../core/sources.ts';
import { regionOrigins } from '../../planes/port/settings.ts';
import { renderLogin } from '../../ui/render/auth.ts';
import type { Define } from '../define.ts';
import {
  askCredentials,
  askOrigin,
  loginFlags as flags,
  requireComplete,
} from './login-questions.ts';
import { tryCredentials } from './login-trial.ts';
import { environmentSignIn, forgetToken, refuseInSandbox, storedFor } from './stored.ts';

export const define: Define = (command, world) => {
  command
    .addOption(
      new Option('--client-id <id>', 'client id; its secret comes by one of the ways below'),
    )
    .addOption(
      new Option('--with-token', 'store an access token instead, read from stdin').conflicts(
        'clientId',
      ),
    )
    .option('--no-verify', 'store without trying the credentials first')
    .option('-n, --dry-run', 'try the credentials, and store nothing');
  addValueOptions(command);
  command.addHelpText('after', help);
  command.action(
    action(world, { args: noArguments, flags, newProfile: true }, async (context, _, given) => {
      const { directory, out, plane, settings, transport } = context;
      refuseInSandbox(context);
      const { profile } = await settings();
      const found = await plane(port).origin();
      requireComplete(context, given);
      await transport(); // before anybody types a secret
      const origin = await askOrigin(context, found);
      const mine: StoredCredentials = {
        ...(await askCredentials(context, given)),
        origin: origin.value,
      };
      const kept = profile.source.kind === 'flag' ? ['--profile', profile.value] : [];
      const organization = given.verify
        ? await tryCredentials(context, mine, ['auth', 'login', ...kept])
        : undefined;
      const before = await storedFor(context, profile.value);
      if (!given.dryRun) await store(context, profile.value, mine, origin);
      // No token stays behind whose credentials are not stored.
      if (!sameClient(before, mine)) await forgetToken(context, given.dryRun ? mine : before);
      const answer = {
        action: before === undefined ? 'created' : 'updated',
        dryRun: given.dryRun,
        profile: profile.value,
        origin: mine.origin,
        kind: mine.kind,
        clientId: mine.kind === 'client' ? mine.clientId : undefined,
        path: credentialsFile(portCredentials, directory, profile.value),
        verified: given.verify,
        organization,
      };
      await out.result(answer, renderLogin);
      if (!given.dryRun) sayWhatFollows(context, kept);
      return undefined;
    }),
  );
};

async function store(
  { directory, profiles }: Context,
  profile: string,
  mine: StoredCredentials,
  origin: Sourced<string>,
): Promise<void> {
  // The profile first: credentials that no profile leads to would be lost from sight.
  await (await profiles()).set(profile, addressToKeep(origin));
  await storeCredentials(portCredentials, directory, profile, mine);
}

/** What the profile has to say so that the next command goes where these credentials belong. */
function addressToKeep({ value, source }: Sourced<string>) {
  if (source.kind !== 'flag' && source.kind !== 'environment') return {};
  if (value === regionOrigins.eu) return { region: 'eu' } as const;
  if (value === regionOrigins.us) return { region: 'us' } as const;
  return { apiUrl: value };
}

function sayWhatFollows({ out, runtime }: Context, kept: readonly string[]): void {
  const shadow = environmentSignIn(runtime.env);
  if (shadow !== undefined) {
    out.warn({
      code: 'credential_shadowed',
      message: `${shadow} is set and goes before the stored credentials; unset it to use these`,
    });
  }
  const lines = [
    ['auth', 'status'],
    ['providers', 'list'],
  ].map((words) => `  ${shellLine(['portai', ...words, ...kept])}`);
  out.note(['Try next:', ...lines].join('\n'));
}

function sameClient(before: StoredCredentials | 'unusable' | undefined, now: StoredCredentials) {
  if (before === undefined || before === 'unusable') return false;
  return (
    before.kind === 'client' &&
    now.kind === 'client' &&
    before.clientId === now.clientId &&
    before.origin === now.origin
  );
}

const help = `
The secret is asked for unseen, or comes by --value-stdin, --value-file or
--value-env. It is stored for the profile in use, readable by you alone, and is
only ever sent to the address that it was stored for. --profile with a new name
creates that profile.

Examples:
  portai auth login --port-region us
  portai auth login --profile prod --client-id <id> --value-env PORT_SECRET
  portai auth login --with-token < token.txt
`;
