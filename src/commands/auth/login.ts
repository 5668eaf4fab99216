import { Option } from 'commander';
import { action, noArguments } from '../../cli/action.ts';
import type { Context } from '../../cli/context.ts';
import { addPlaneOptions, chosenPlane, planeWords } from '../../cli/plane-choice.ts';
import { addValueOptions } from '../../cli/secret-value.ts';
import { shellLine } from '../../core/text/shell.ts';
import type { Sourced } from '../../core/sources.ts';
import type { Plane } from '../../planes/plane.ts';
import type { PlaneSignIn } from '../../planes/sign-in.ts';
import { credentialsFile, storeCredentials } from '../../settings/credentials.ts';
import { renderLogin } from '../../ui/render/auth.ts';
import type { Define } from '../define.ts';
import {
  askAddress,
  askCredentials,
  loginFlags as flags,
  requireFitting,
} from './login-questions.ts';
import { tryCredentials } from './login-trial.ts';
import { forgetToken, refuseInSandbox, storedFor, type StoredView } from './stored.ts';

export const define: Define = (command, invocation) => {
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
  addPlaneOptions(command, 'sign in to');
  addValueOptions(command);
  command.addHelpText('after', help);
  command.action(
    action(
      invocation,
      { args: noArguments, flags, newProfile: true },
      async (context, _, given) => {
        const plane = chosenPlane(given);
        refuseInSandbox(context, plane);
        await context.signIn(plane, async (signIn) => {
          const { directory, out, settings, transport } = context;
          const { profile } = await settings();
          const found = await context.addressOf(plane);
          requireFitting(context, plane, signIn, given);
          await transport(); // before anybody types a secret
          const address = await askAddress(context, signIn, found);
          const credentials = await askCredentials(context, signIn, given);
          const { origin } = new URL(address.value); // a key is bound to the host, whatever the path
          const mine = { ...signIn.view(credentials), origin };
          const kept = profile.source.kind === 'flag' ? ['--profile', profile.value] : [];
          const again = ['auth', 'login', ...planeWords(plane), ...kept];
          const organization = given.verify
            ? await tryCredentials(signIn, credentials, address.value, again)
            : undefined;
          const before = await storedFor(context, plane, profile.value);
          if (!given.dryRun) {
            await store(context, signIn, profile.value, { ...credentials, origin }, address);
          }
          // No token stays behind whose credentials are not stored.
          if (!sameClient(before, mine)) await forgetToken(context, given.dryRun ? mine : before);
          const answer = {
            action: before === undefined ? 'created' : 'updated',
            dryRun: given.dryRun,
            profile: profile.value,
            origin: mine.origin,
            kind: mine.kind,
            clientId: mine.clientId,
            path: credentialsFile(signIn.form, directory, profile.value),
            verified: given.verify,
            organization,
          };
          await out.result(answer, renderLogin);
          if (!given.dryRun) sayWhatFollows(context, plane, signIn, kept);
        });
        return undefined;
      },
    ),
  );
};

async function store<C>(
  { directory, profiles }: Context,
  { form, profileFor }: PlaneSignIn<C>,
  profile: string,
  credentials: C & { readonly origin: string },
  address: Sourced<string>,
): Promise<void> {
  // The profile first: credentials that no profile leads to would be lost from sight.
  await (await profiles()).set(profile, profileFor(address));
  await storeCredentials(form, directory, profile, credentials);
}

function sayWhatFollows<C>(
  { out, runtime }: Context,
  plane: Plane<unknown>,
  { variableIn }: PlaneSignIn<C>,
  kept: readonly string[],
): void {
  const shadow = variableIn(runtime.env);
  if (shadow !== undefined) {
    out.warn({
      code: 'credential_shadowed',
      message: `${shadow} is set and goes before the stored credentials; unset it to use these`,
    });
  }
  const lines = [['auth', 'status'], plane.firstRead].map(
    (words) => `  ${shellLine(['portai', ...words, ...kept])}`,
  );
  out.note(['Try next:', ...lines].join('\n'));
}

function sameClient(before: StoredView | undefined, now: StoredView): boolean {
  return (
    now.clientId !== undefined && before?.clientId === now.clientId && before.origin === now.origin
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
