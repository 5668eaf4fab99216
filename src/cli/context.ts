import { transportFailure } from '../core/transport-causes.ts';
import { join } from 'node:path';
import { version } from './version.ts';
import type { NextStep, PortaiError } from '../core/errors.ts';
import type { Send, TransportOptions } from '../core/http.ts';
import { couldBeSecret } from '../core/secret-shapes.ts';
import type { Secret } from '../core/secret.ts';
import { nameInWords, typedInTheOpen } from '../core/text/typed-names.ts';
import type { SettingsTable } from '../core/setting.ts';
import type { Sourced } from '../core/sources.ts';
import type { Plane, PlaneDependencies } from '../planes/plane.ts';
import type { PlaneSignIn } from '../planes/sign-in.ts';
import type { Runtime } from '../runtime.ts';
import { configDir } from '../settings/config-dir.ts';
import type { Settings } from '../settings/resolve.ts';
import type { Profiles } from '../settings/store.ts';
import { isOn } from '../settings/values.ts';
import { nobody, terminalAsker, type Asker } from '../ui/asker.ts';
import { heartbeat, silence } from '../ui/heartbeat.ts';
import { createOutput, type Output } from '../ui/output.ts';
import { keptFlags, settingFlags, type Globals } from './globals.ts';
import { answeredWithoutProfile, planeFiles } from './settings-table.ts';
import type { ChangedPlane } from './change-history.ts';
import { withWaiting } from './waiting.ts';
import type { Invocation } from './invocation.ts';
import { fail } from '../core/fail.ts';

const userAgent = `portai/${version}`;

/** What a command works with. Costly things are functions: a command that calls nothing needs no credentials. */
export interface Context {
  readonly runtime: Runtime;
  readonly globals: Globals;
  readonly out: Output;
  readonly ask: Asker;
  /** Folder of settings, credentials, tokens and sandbox state. */
  readonly directory: string;
  /** Registers a value with the redactor. */
  readonly hold: (value: string) => Secret;
  /** Takes what is registered, and what looks like a key, out of a text that somebody else wrote. */
  readonly redact: (text: string) => string;
  /** Says that a typed word is a name, however it looks: it is no longer masked. */
  readonly vouchFor: (name: string) => void;
  readonly profiles: () => Promise<Profiles>;
  readonly settings: () => Promise<Settings>;
  /** A control plane, opened with what this command was given. */
  readonly plane: <Access>(plane: Plane<Access>) => Access;
  /** Where a control plane is looked for, and who said so. */
  readonly addressOf: (plane: Plane<unknown>) => Promise<Sourced<string>>;
  /** How one signs in to a control plane; `use` is given it, whatever its credentials are. */
  readonly signIn: <Result>(
    plane: Plane<unknown>,
    use: <Credentials>(signIn: PlaneSignIn<Credentials>) => Promise<Result>,
  ) => Promise<Result>;
  /** Says what to run next after a report that is bad news. */
  readonly suggest: (steps: readonly NextStep[]) => void;
  /** Rejects for a file that a global flag names and that cannot be used. */
  readonly checkFlags: () => Promise<void>;
  /** How connections are made. Rejects for a file of authorities that cannot be used. */
  readonly transport: () => Promise<TransportOptions>;
  /** A way out with retries and trace, for callers that bring their own credentials. */
  readonly send: () => Promise<Send>;
  /** The same way out, with each change that goes through it kept in the history. */
  readonly keepingChanges: (
    send: Send,
    plane: ChangedPlane,
    who: (origin: string) => Promise<string | undefined>,
  ) => Promise<Send>;
  /** A way out to providers, without retries: the network, or with --sandbox its simulated ones and this machine. */
  readonly providers: () => Promise<Send>;
}

export interface ContextOptions {
  /** The profile that a flag or variable names need not exist: the command is about to create it. */
  readonly newProfile?: true;
}

export function createContext(
  invocation: Invocation,
  globals: Globals,
  { newProfile }: ContextOptions = {},
): Context {
  const { runtime, redactor } = invocation;
  const { env, stderr, stdout, signal, now } = runtime;
  // Asked for when it is used: what needs no folder runs without a home.
  const directory = () => configDir(env, runtime.home);
  const hold = (value: string) => redactor.hold(value);
  const once = <T>(make: () => Promise<T>) => {
    let made: Promise<T> | undefined;
    return () => (made ??= make());
  };

  const out = createOutput({
    stdout,
    stderr,
    env,
    color: globals.noColor !== true,
    now: now(),
    format: globals.format,
    fields: globals.fields,
    hasChanged: () => invocation.changes.made || invocation.changes.unanswered,
    quiet: globals.quiet,
    redactor,
    keptFlags: keptFlags(globals),
  });

  // A dumb terminal cannot move its cursor: a question there could not be corrected.
  const interactive = stderr.isTTY === true && env['TERM'] !== 'dumb';
  const asks =
    interactive &&
    runtime.stdin.isTTY === true &&
    globals.noInput !== true &&
    !isOn(env['PORTAI_NO_INPUT']) &&
    !isOn(env['CI']);

  const profiles = async () => {
    const { openProfiles } = await import('../settings/store.ts');
    return openProfiles(directory(), planeFiles);
  };

  const profileInUse = once(async () => {
    const flags = settingFlags(globals);
    const { namedProfile } = await import('../settings/resolve.ts');
    const fresh = newProfile ? namedProfile(flags, env) : undefined;
    const stored = await profiles();
    const profile = await (fresh ? stored.get(fresh.value) : stored.chosen(flags, env));
    if (profile) redactor.vouchFor(profile.name);
    else if (fresh) {
      if (couldBeSecret(fresh.value)) throw oddProfileName(fresh.value);
      redactor.vouchFor(fresh.value);
    }
    return profile;
  });
  // Where the settings are looked up: without a profile where nothing of it would count.
  const inputFor = async (answers: Plane<unknown>['answers'], settings: SettingsTable) => {
    const flags = settingFlags(globals);
    const { needsProfile } = await import('../settings/resolve.ts');
    const answered = answeredWithoutProfile(settings, answers, flags, env);
    if (!newProfile && !needsProfile(flags, env, answered)) return { flags, env };
    return { flags, env, profile: await profileInUse() };
  };
  const settings = once(async () => {
    const { resolveSettings } = await import('../settings/resolve.ts');
    return resolveSettings(await inputFor([], {}));
  });

  const waiting = () =>
    interactive && !globals.json && !globals.quiet
      ? heartbeat({
          stream: stderr,
          note: (text) => out.note(text),
          redact: (text) => redactor.redact(text),
          now,
          sleep: runtime.sleep,
          patienceMs: 1_000,
        })
      : silence;

  // Once: of a pipe, what was read does not come again.
  const givenAuthorities = once(() => {
    const file = globals.caFile?.trim();
    return authoritiesOf(file === '' ? undefined : file, signal); // a blank is refused as a setting
  });
  const transport = once(async () => {
    const { timeout, caFile } = await settings();
    const own = caFile.source.kind === 'flag' ? givenAuthorities() : undefined;
    const authorities = await (own ?? authoritiesOf(caFile.value, signal));
    return { timeoutMs: timeout.value * 1000, ...authorities };
  });
  const sandbox = once(async () => {
    const { requireOwnFolder } = await import('../files/guard.ts');
    await requireOwnFolder(directory());
    return invocation.openSandbox(join(directory(), 'sandbox'), await transport());
  });

  const opened = async (inSandbox: 'send' | 'providers') => {
    const { debug, sandbox: role } = await settings();
    const bare = role.value ? (await sandbox())[inSandbox] : runtime.connect(await transport());
    const sent = inSandbox === 'send' ? withWaiting(bare, waiting()) : bare;
    const { watch } = invocation;
    if (!debug.value && !watch) return sent;
    const { traceLine, withTrace } = await import('../http/trace.ts');
    return withTrace(sent, {
      now,
      write(event) {
        watch?.(event);
        if (debug.value) out.trace(traceLine(event), event);
      },
    });
  };

  const send = once(async () => {
    const { timeout, retries } = await settings();
    const { withRetry } = await import('../http/retry.ts');
    const repeated = withRetry(await opened('send'), {
      retries: retries.value,
      timeoutMs: timeout.value * 1000,
      now,
      random: runtime.random,
      sleep: runtime.sleep,
      onRetry: ({ waitMs, why }) =>
        out.note(`${why}; trying again in ${Math.ceil(waitMs / 1000)} s`),
    });
    return invocation.changes.recorded(repeated);
  });

  /** The name under which one is signed in to a plane: no secret, and not always a person. */
  const whoSignsIn = async (plane: Plane<unknown>, origin: string) => {
    const { value: role } = (await settings()).sandbox;
    if (role !== false) return `${role} of the sandbox`;
    const { resolveCredentials } = await import('../settings/credentials.ts');
    const { value: profile } = (await settings()).profile;
    return plane.signIn(dependenciesOf(plane), async ({ form, view }) => {
      const found = await resolveCredentials(form, {
        env,
        dir: directory(),
        profile,
        origin,
        hold,
      });
      const { clientId } = found ? view(found.credentials) : {};
      return clientId === undefined ? undefined : `client ${clientId}`;
    });
  };

  const keepingChanges: Context['keepingChanges'] = async (through, plane, who) => {
    const { keepingHistory } = await import('./change-history.ts');
    const history = () => import('../settings/change-history.ts');
    return keepingHistory(through, {
      ...{ plane, who, now },
      redact: (text) => redactor.redactForeign(text),
      command: invocation.command,
      profile: async () => (await settings()).profile.value,
      inSandbox: async () => (await settings()).sandbox.value !== false,
      keep: async (change) => (await history()).appendChange(directory(), change),
      settle: async (ending) => (await history()).appendEnding(directory(), ending),
      warn: (warning) => out.warn(warning),
    });
  };

  const planeDependencies = (plane: Plane<unknown>): PlaneDependencies => ({
    userAgent,
    now,
    signal,
    hold,
    redact: (text) => redactor.redactForeign(text),
    vouchIn: (json) => redactor.vouchIn(json),
    remark: (what) => out.warn({ code: 'odd_answer', message: what }),
    send: once(async () =>
      keepingChanges(await send(), plane, (origin) => whoSignsIn(plane, origin)),
    ),
    input: once(() => inputFor(plane.answers, plane.settings)),
    async checkTransport() {
      await transport();
    },
    async givenTimeoutMs() {
      const { timeout } = await settings();
      return timeout.source.kind === 'default' ? undefined : timeout.value * 1000;
    },
    async credentials(form, origin) {
      const { resolveSettings } = await import('../settings/resolve.ts');
      const { profile } = resolveSettings(await inputFor(plane.answers, plane.settings));
      const { resolveCredentials } = await import('../settings/credentials.ts');
      const { shadowWarnings } = await import('../settings/warnings.ts');
      const wanted = { env, dir: directory(), profile: profile.value, origin, hold };
      const found = await resolveCredentials(form, wanted);
      const warnings = await shadowWarnings(form, { ...wanted, chosen: profile.source });
      for (const warning of warnings) out.warn(warning);
      return found;
    },
    async sandbox() {
      const { value: role } = (await settings()).sandbox;
      if (role === false) return undefined;
      const simulated = (await sandbox()).planes[plane.id];
      if (!simulated) throw new TypeError(`The sandbox has no ${plane.title}`);
      const { basePath, credential } = simulated;
      return { role, basePath, credential: async () => hold(await credential(role)) };
    },
    tokenCache(origin, clientId) {
      const key = [directory(), origin, clientId] as const;
      const cache = () => import('../settings/token-cache.ts');
      return {
        read: async () => (await cache()).readToken(...key, now(), hold),
        keep: async (token, expiresAt) => (await cache()).keepToken(...key, token, expiresAt),
        drop: async () => (await cache()).dropToken(...key),
      };
    },
  });
  const byPlane = new Map<string, PlaneDependencies>();
  const dependenciesOf = (plane: Plane<unknown>): PlaneDependencies => {
    const dependencies = byPlane.get(plane.id) ?? planeDependencies(plane);
    byPlane.set(plane.id, dependencies);
    return dependencies;
  };

  return {
    runtime,
    globals,
    out,
    ask: asks ? terminalAsker({ input: runtime.stdin, output: stderr, signal }) : nobody,
    get directory() {
      return directory();
    },
    hold,
    redact: (text) => redactor.redactForeign(text),
    vouchFor: (name) => redactor.vouchFor(name),
    profiles,
    settings,
    plane: (plane) => plane.open(dependenciesOf(plane)),
    addressOf: async (plane) => plane.address(await dependenciesOf(plane).input()),
    signIn: (plane, use) => plane.signIn(dependenciesOf(plane), use),
    transport,
    send,
    keepingChanges,

    suggest(steps) {
      invocation.next = steps;
    },

    async checkFlags() {
      await givenAuthorities();
    },

    providers: once(async () => invocation.changes.recorded(await opened('providers'))),
  };
}

/** A profile is created by its name, which is shown everywhere. */
function oddProfileName(name: string): PortaiError {
  return fail(
    'InvalidProfileName',
    `The profile's name ${nameInWords(name)} could be a secret value`,
    { hint: `Nothing was stored. Choose another name. ${typedInTheOpen}` },
  );
}

/** All authorities that Mozilla trusts take a quarter of a megabyte. */
const largestCaFile = 8 * 1024 ** 2;

async function authoritiesOf(file: string | undefined, signal: AbortSignal) {
  if (file === undefined) return {};
  const { readNamedFile } = await import('../files/named.ts');
  const bytes = await readNamedFile(file, { largest: largestCaFile, signal });
  if (bytes) {
    const given = { file, pem: bytes.toString('utf8') };
    const { authorities } = await import('../http/trust.ts');
    authorities(given);
    return { authorities: given };
  }
  throw transportFailure(
    'CONFIG_INVALID',
    `The CA file ${file} cannot be used: it is larger than 8 MiB`,
  );
}
