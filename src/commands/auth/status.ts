import { action, noArguments, noFlags } from '../../cli/action.ts';
import type { Context } from '../../cli/context.ts';
import { PortaiError } from '../../core/errors.ts';
import { readClaims } from '../../planes/port/token-claims.ts';
import type { Settings } from '../../settings/resolve.ts';
import { describeSource, type Sourced } from '../../core/sources.ts';
import { renderStatus, type StatusView } from '../../ui/render/auth.ts';
import type { Define } from '../define.ts';
import { organizationOf, roleOf } from '../../planes/port/account.ts';
import { port } from '../../planes/port/plane.ts';

export const define: Define = (command, world) => {
  command.addHelpText(
    'after',
    '\nAsks Port, so it also tells whether the credentials work. Exit code 3 when they do not.',
  );
  command.action(
    action(world, { args: noArguments, flags: noFlags }, async (context) => {
      const settings = await context.settings();
      const view = await signedIn(context, settings).catch(async (error: unknown) => {
        throw withSources(error, settings, await context.plane(port).origin());
      });
      await context.out.result(view, renderStatus);
      return undefined;
    }),
  );
};

async function signedIn(context: Context, settings: Settings): Promise<StatusView> {
  const { token, client: open, origin: address } = context.plane(port);
  const origin = await address();
  const { profile, sandbox, timeout, retries, caFile } = settings;
  const { email, organizationId, organizationName } = readClaims((await token()).reveal());
  const client = await open();
  const [organization, role] = await Promise.all([organizationOf(client), roleOf(client, email)]);
  // Read anew: a request may have found the token refused, and renewed it.
  const { expiresAt } = readClaims((await token()).reveal());
  return {
    signedIn: true,
    origin: sandbox.value === false ? shown(origin) : { ...shown(sandbox), value: 'sandbox' },
    profile: shown(profile),
    credentials: await credentialsInUse(context, settings),
    organization: {
      id: organization?.id ?? organizationId,
      name: organization?.name ?? organizationName,
    },
    user: { email },
    role,
    token: { expiresAt },
    settings: {
      timeout: shown(timeout),
      retries: shown(retries),
      caFile: { ...shown(caFile), value: caFile.value ?? null },
    },
    sandbox: sandbox.value,
  };
}

function shown<T>({ value, source }: Sourced<T>): { value: T; source: string } {
  return { value, source: describeSource(source) };
}

async function credentialsInUse(
  { plane }: Context,
  { sandbox }: Settings,
): Promise<StatusView['credentials']> {
  if (sandbox.value !== false) return { kind: 'sandbox', source: describeSource(sandbox.source) };
  const found = await plane(port).credentials();
  if (!found) throw new TypeError('a token without credentials');
  const { credentials: mine, source } = found;
  return {
    kind: mine.kind,
    clientId: mine.kind === 'client' ? mine.clientId : undefined,
    source: describeSource(source),
  };
}

/** What went wrong, with what was looked for and who said so: the address may be the mistake. */
function withSources(error: unknown, { profile }: Settings, origin: Sourced<string>): unknown {
  if (!(error instanceof PortaiError)) return error;
  const [address, name] = [shown(origin), shown(profile)];
  const looked = `In use: ${address.value} (${address.source}), profile ${name.value} (${name.source}).`;
  const { name: failed, hint, details } = error.failure;
  // The general advice there is to ask this command where the address comes from.
  const hints = [...(hint === undefined || failed === 'OriginMismatch' ? [] : [hint]), looked];
  return error.with({
    hint: hints.join('\n  '),
    details: { ...details, origin: address, profile: name },
  });
}
