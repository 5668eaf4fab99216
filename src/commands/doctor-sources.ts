import { join } from 'node:path';
import type { Context } from '../cli/context.ts';
import { settingFlags } from '../cli/globals.ts';
import { moreAuthorities, proxyFor } from '../cli/route-in-use.ts';
import { allSettings } from '../cli/settings-table.ts';
import { shadowedSettings, type ShadowedSetting, type SettingsInput } from '../core/setting.ts';
import { problemInWriting } from '../files/writable.ts';
import { lookUp } from '../operations/doctor/looked-up.ts';
import type { CredentialsSeen } from '../operations/doctor/credentials-checks.ts';
import type { SettingsFolder } from '../operations/doctor/settings-checks.ts';
import type { DoctorSources } from '../operations/doctor/sources.ts';
import { port } from '../planes/port/plane.ts';
import { portkey } from '../planes/portkey/plane.ts';
import { namedProfile } from '../settings/resolve.ts';
import { defaultProfile } from '../settings/values.ts';
import { storedFor } from './auth/stored.ts';

/** Where a doctor looks in the profile of a context. */
export async function doctorSources(context: Context): Promise<DoctorSources> {
  const { runtime, out, plane } = context;
  const { env, now } = runtime;
  return {
    profile: await profileName(context),
    now,
    report: out,
    settings: context.settings,
    folder: () => settingsFolder(context),
    hidden: () => hiddenIn(context),
    port: plane(port),
    credentials: () => credentialsOf(context),
    portkey: {
      baseUrl: plane(portkey).baseUrl,
      client: plane(portkey).client,
      inUse: () => context.signIn(portkey, ({ inUse }) => inUse()),
    },
    route: async ({ value }) => ({
      proxy: await lookUp(() => Promise.resolve().then(() => proxyFor(value, env))),
      authorities: await lookUp(async () => moreAuthorities(await context.transport(), env)),
    }),
  };
}

/** The name that is meant, whether there is such a profile or not. */
async function profileName({ globals, runtime, profiles }: Context): Promise<string> {
  const named = await lookUp(() =>
    Promise.resolve().then(() => namedProfile(settingFlags(globals), runtime.env)?.value),
  );
  if (!('value' in named)) return globals.profile ?? defaultProfile;
  if (named.value !== undefined) return named.value;
  const current = await lookUp(async () => (await profiles()).current());
  return ('value' in current ? current.value : undefined) ?? defaultProfile;
}

async function settingsFolder({ directory }: Context): Promise<SettingsFolder> {
  // Settings, credentials and tokens have folders of their own in it.
  for (const part of ['', 'settings', join('settings', 'profiles'), 'credentials', 'tokens']) {
    const problem = await problemInWriting(join(directory, part));
    if (problem) return { path: directory, unwritable: problem.failure };
  }
  return { path: directory };
}

async function hiddenIn({ globals, runtime, profiles }: Context): Promise<ShadowedSetting[]> {
  const flags = settingFlags(globals);
  const { env } = runtime;
  const profile = await (await profiles()).chosen(flags, env);
  const input: SettingsInput = { flags, env, profile };
  const table = Object.fromEntries(allSettings.map((setting) => [setting.key, setting]));
  // Secrets and addresses are told apart elsewhere: a client id hides nothing, a region may say the same.
  const { clientId: _, clientSecret: __, accessToken: ___, ...shared } = table;
  const { apiUrl: ____, region: _____, ...others } = shared;
  return [...shadowedSettings(others, input), ...hiddenAddress(input)];
}

/** An address of the profile that a variable takes elsewhere, be it as an address or as a region. */
function hiddenAddress(input: SettingsInput): ShadowedSetting[] {
  const used = port.address(input);
  if (used.source.kind !== 'environment' || !input.profile) return [];
  const own = port.address({ flags: {}, env: {}, profile: input.profile });
  if (own.source.kind !== 'profile' || own.value === used.value) return [];
  return [{ key: 'address', by: used.source, hidden: own.source }];
}

async function credentialsOf(context: Context): Promise<CredentialsSeen | undefined> {
  const { sandbox, profile } = await context.settings();
  if (sandbox.value !== false) return { kind: 'sandbox', source: sandbox.source };
  const found = await context.plane(port).credentials();
  if (!found) return undefined;
  const { credentials, source } = found;
  const stored =
    source.kind === 'environment' ? await storedFor(context, port, profile.value) : undefined;
  return {
    kind: credentials.kind,
    clientId: credentials.kind === 'client' ? credentials.clientId : undefined,
    source,
    hidesStored: stored && source.kind === 'environment' ? source.name : undefined,
  };
}
