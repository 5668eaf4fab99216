import { resolve } from 'node:path';
import { createContext, type Context } from '../cli/context.ts';
import { keptFlags } from '../cli/globals.ts';
import type { Invocation } from '../cli/invocation.ts';
import { requireFreePlaces, writeOutputFiles, type OutputFile } from '../cli/output-file.ts';
import { allSettings } from '../cli/settings-table.ts';
import { version } from '../cli/version.ts';
import { describeSource, variable, type Sourced } from '../core/sources.ts';
import { withStandIns } from '../core/text/stand-ins.ts';
import { copyWithTexts, withTexts } from '../core/text/texts-in-data.ts';
import {
  idsIn,
  supportBundle,
  type BundledSetting,
  type BundledStep,
} from '../operations/doctor/bundle.ts';
import type { DoctorReport } from '../operations/doctor/report.ts';
import { lookUp, seenIn } from '../operations/doctor/looked-up.ts';
import { port } from '../planes/port/plane.ts';
import { regionOrigins } from '../planes/port/settings.ts';
import { pasteableLine } from '../ui/output.ts';
import type { DoctorView } from '../ui/render/doctor.ts';
import { doctorPage } from '../ui/render/doctor-page/page.ts';
import { checkedAt } from '../vendors/model-lifecycle.ts';

/** Which files are wanted of a doctor. */
export interface DoctorFileFlags {
  readonly report?: string | undefined;
  readonly bundle?: string | undefined;
  readonly redactIds: boolean;
  readonly validate: boolean;
  readonly force: boolean;
}

/** What a doctor saw, as it is and as it is shown, and the last request that failed. */
export interface DoctorResult {
  readonly reports: readonly DoctorReport[];
  readonly views: readonly DoctorView[];
  /** True if profiles were named: each report is then of a profile of its own. */
  readonly several: boolean;
  readonly lastFailure: readonly BundledStep[];
}

/**
 * Begins to watch the requests of this run.
 *
 * @returns a function that gives the last request that failed, from its start to its end
 */
export function watchRequests(invocation: Invocation): () => readonly BundledStep[] {
  let last: readonly BundledStep[] = [];
  const begun = new Map<string, BundledStep>();
  invocation.watch = (event) => {
    const { direction, method, url, status = 0 } = event;
    const key = `${method} ${url}`;
    if (direction === 'request') begun.set(key, event);
    // Who asks without credentials who is there is refused, which is no failure.
    else if (direction === 'error' || (status >= 400 && isSignedIn(begun.get(key)))) {
      last = [...(begun.get(key) ? [begun.get(key)] : []), event].filter(
        (each) => each !== undefined,
      );
    }
  };
  return () => last;
}

const isSignedIn = (request: BundledStep | undefined) =>
  request === undefined ||
  'authorization' in request.headers ||
  'x-portkey-api-key' in request.headers ||
  request.url.endsWith('/auth/access_token');

const instead = 'Another name makes another file.';

/** Refuses files that are there already, before anything is looked at. */
export async function requireFreeFiles({ report, bundle, force }: DoctorFileFlags): Promise<void> {
  const paths = [report, bundle].flatMap((path) => (path === undefined ? [] : [resolve(path)]));
  if (!force) await requireFreePlaces(paths, { instead });
}

/** Writes the page and the support file, as far as they are wanted, both or none, and says so. */
export async function writeDoctorFiles(
  context: Context,
  invocation: Invocation,
  result: DoctorResult,
  flags: DoctorFileFlags,
): Promise<void> {
  const files: OutputFile[] = [];
  if (flags.report !== undefined) {
    // It leaves this machine: what a server repeats of a key is masked as on the screen, before and
    // after markup is made of it.
    const text = doctorPage(copyWithTexts(result.views, context.redact), {
      ...{ now: context.runtime.now(), version, tested: flags.validate },
      command: pasteableLine(keptFlags(context.globals), [
        'doctor',
        ...(flags.validate ? ['--validate'] : []),
      ]),
    });
    files.push({ path: resolve(flags.report), text: context.redact(text) });
  }
  if (flags.bundle !== undefined) {
    files.push({
      path: resolve(flags.bundle),
      text: await bundleText(context, invocation, result, flags),
    });
  }
  if (files.length === 0) return;
  for (const path of await writeOutputFiles(files, { replace: flags.force, instead })) {
    context.out.note(`Wrote ${path}.`);
  }
  if (flags.bundle !== undefined) {
    context.out.note(
      'The support file holds no secret value that portai knows; look at it before you send it.',
    );
  }
}

async function bundleText(
  context: Context,
  invocation: Invocation,
  { reports, several, lastFailure }: DoctorResult,
  { redactIds }: DoctorFileFlags,
): Promise<string> {
  const { env, now, home, machine } = context.runtime;
  const each = (profile: string) =>
    several ? createContext(invocation, { ...context.globals, profile }) : context;
  const inEach = reports.map(({ profile }) => factsOf(each(profile), profile));
  const found = await Promise.all(inEach);
  const bundle = supportBundle(
    reports,
    {
      ...{ now: now(), portai: version, machine, lastFailure },
      variables: namesOfVariables.filter((name) => variable(env, name) !== undefined),
      settings: Object.fromEntries(found.map(({ profile, settings }) => [profile, settings])),
      checkedOn: { 'when models end': checkedAt },
    },
    redactIds,
  );
  const masked = withTexts(bundle, (text) => context.redact(text));
  const ids = idsIn(reports, openHosts, [home, ...found.map(({ clientId }) => clientId)]);
  return `${JSON.stringify(redactIds ? withStandIns(masked, ids) : masked, undefined, 2)}\n`;
}

const namesOfVariables = [...new Set(allSettings.flatMap(({ env }) => env))];

/** Who said what in a profile, as far as it can be read, and who signs in with it. */
async function factsOf(context: Context, profile: string) {
  const used = seenIn(await lookUp(context.settings));
  const settings: BundledSetting[] = used
    ? Object.entries<Sourced<unknown>>({ ...used }).map(([setting, { source }]) => ({
        ...{ setting, source: describeSource(source) },
      }))
    : [];
  const found = seenIn(await lookUp(() => context.plane(port).credentials()))?.credentials;
  return { profile, settings, clientId: found?.kind === 'client' ? found.clientId : undefined };
}

const openHosts: ReadonlySet<string> = new Set(
  Object.values(regionOrigins).map((origin) => new URL(origin).host),
);
