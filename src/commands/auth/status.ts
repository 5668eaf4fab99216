import { action, noArguments, noFlags } from '../../cli/action.ts';
import type { Context } from '../../cli/context.ts';
import { PortaiError, worstOf } from '../../core/errors.ts';
import { readClaims } from '../../planes/port/token-claims.ts';
import type { Settings } from '../../settings/resolve.ts';
import { describeSource, type Sourced } from '../../core/sources.ts';
import { renderStatus, type OtherPlane, type StatusView } from '../../ui/render/auth.ts';
import type { Define } from '../define.ts';
import { organizationOf, roleOf } from '../../planes/port/account.ts';
import { allPlanes } from '../../planes/index.ts';
import type { CredentialsInUse, CredentialsReach } from '../../planes/sign-in.ts';
import { port } from '../../planes/port/plane.ts';

export const define: Define = (command, invocation) => {
  command.addHelpText(
    'after',
    '\nAsks the control planes, so it also tells whether the credentials work. Exit code 3 when they do not.',
  );
  command.action(
    action(invocation, { args: noArguments, flags: noFlags }, async (context) => {
      const settings = await context.settings();
      const others = await otherPlanes(context, settings);
      const view = await signedIn(context, settings).catch(async (error: unknown) => {
        const address = await context.plane(port).origin();
        const told = withSources(error, settings, address);
        if (!isNotSignedIn(error) || others.length === 0) throw told;
        return undefined; // the credentials there are belong to another plane
      });
      const ofPort = view ? { signedIn: true as const, ...view } : { signedIn: false as const };
      await context.out.result({ ...ofPort, planes: others }, renderStatus);
      return worstOf(others.map(({ problem }) => problem?.exit ?? 'ok'));
    }),
  );
};

const isNotSignedIn = (error: unknown): boolean =>
  error instanceof PortaiError && error.failure.name === 'NotSignedIn';

/** The other control planes that there are credentials for, each asked whether it takes them. */
async function otherPlanes(context: Context, { sandbox }: Settings): Promise<OtherPlane[]> {
  const [, ...others] = allPlanes;
  const looked = others.map((plane) =>
    context.signIn(plane, async ({ inUse }): Promise<OtherPlane | undefined> => {
      const address =
        sandbox.value === false
          ? shown(await context.addressOf(plane))
          : { ...shown(sandbox), value: 'sandbox' };
      let found: CredentialsInUse | undefined;
      let reach: CredentialsReach | undefined;
      const problem = await problemOf(async () => {
        found = await inUse();
        await found?.check();
        reach = await found?.reach?.();
      });
      if (!found && !problem) return undefined;
      const source = sandbox.value === false ? found?.source : sandbox.source;
      return {
        id: plane.id,
        title: plane.title,
        address,
        credentials: found && source ? { kind: found.kind, source: describeSource(source) } : null,
        ...(reach === undefined ? {} : { reach }),
        accepted: problem === undefined,
        problem,
      };
    }),
  );
  return (await Promise.all(looked)).filter((each) => each !== undefined);
}

/** What a piece of work fails with, as far as it is foreseen; undefined where it succeeds. */
async function problemOf(work: () => Promise<void>): Promise<OtherPlane['problem']> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const { name, message, exit } = error.failure;
    return { name, message, exit };
  }
}

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
