import { action, noArguments, switches } from '../../cli/action.ts';
import type { Context } from '../../cli/context.ts';
import { calls } from '../../planes/port/calls.ts';
import { port } from '../../planes/port/plane.ts';
import { readClaims } from '../../planes/port/token-claims.ts';
import { describeSource } from '../../core/sources.ts';
import type { Define } from '../define.ts';
import { fail } from '../../core/fail.ts';

const flags = switches('renew');

export const define: Define = (command, invocation) => {
  command
    .option('--renew', 'fetch a token instead of using the cached one')
    .addHelpText(
      'after',
      `\nPort hands out the same token until it ends, so --renew may bring it again.\n\n  curl -H "Authorization: Bearer $(portai auth token)" \\\n    https://api.port.io${calls.getOrganization().path}`,
    );
  command.action(
    action(invocation, { args: noArguments, flags }, async (context, _, { renew }) => {
      const { out, runtime, plane } = context;
      if (renew) await requireRenewable(context);
      const accessToken = (await plane(port).token(renew)).reveal();
      const { expiresAt } = readClaims(accessToken);
      if (runtime.stdout.isTTY === true) {
        out.warn({
          code: 'secret_shown',
          message: 'this token is a secret: whoever has it can act as you until it ends',
        });
      }
      await out.secretResult({ accessToken, expiresAt }, (shown) => shown.accessToken);
      return undefined;
    }),
  );
};

/** Only a client id and secret can fetch a token. */
async function requireRenewable({ settings, plane }: Context): Promise<void> {
  const { sandbox } = await settings();
  if (sandbox.value !== false) {
    throw fail('Usage', 'The sandbox makes a new token for every command; there is none to renew');
  }
  const found = await plane(port).credentials();
  if (found?.credentials.kind !== 'token') return;
  throw fail(
    'Usage',
    `The credentials in use (${describeSource(found.source)}) are an access token, which cannot be renewed`,
    { next: [{ command: ['auth', 'login'], why: 'store a client id and secret, which can' }] },
  );
}
