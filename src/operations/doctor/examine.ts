import { worstOf } from '../../core/errors.ts';
import { onSettings, unlookedAreas } from './areas.ts';
import { examinePort } from './examine-port.ts';
import { examinePortkey } from './examine-portkey.ts';
import { lookUp, seenIn } from './looked-up.ts';
import type { DoctorReport } from './report.ts';
import { settingsChecks } from './settings-checks.ts';
import type { DoctorRequest, DoctorSources } from './sources.ts';
import { causeIn } from './verdicts.ts';

/**
 * Looks at one profile, from what others rest on to what rests on it. What does not work becomes a line
 * of the report; only a stop by a person rejects. Lines that rest on a failure are unknown, so that the
 * first that failed is the cause. The report ends with the worst of its lines; where nothing failed and
 * nothing that was asked for stayed open, with `ok`.
 */
export async function examine(
  sources: DoctorSources,
  request: DoctorRequest,
): Promise<DoctorReport> {
  const [settings, address, folder, hidden] = await Promise.all([
    lookUp(sources.settings),
    lookUp(sources.port.origin),
    lookUp(sources.folder),
    lookUp(sources.hidden),
  ]);
  const { profile } = sources;
  const place = seenIn(address);
  const used = seenIn(settings);
  const ofSettings = settingsChecks({
    ...{ profile, settings, address, folder },
    hidden: seenIn(hidden) ?? [],
  });
  // A folder in which nothing can be written can still be read.
  const cause = causeIn(ofSettings.filter(({ id }) => id !== 'folder'));
  const sandbox = used !== undefined && used.sandbox.value !== false;
  const about = { profile, address: place, sandbox };
  const notLooked = { checks: cause ? unlookedAreas(onSettings, cause) : [], providers: [] };
  const looks = place && used && !cause;
  const [ofPort, ofPortkey] = await Promise.all([
    looks ? examinePort(sources, request, { address: place, sandbox, about }) : undefined,
    looks ? examinePortkey(sources, about) : undefined,
  ]);
  const found = ofPort ?? notLooked;
  const checks = [...ofSettings, ...found.checks, ...(ofPortkey ?? [])];
  const exit = worstOf(checks.flatMap((check) => check.exit ?? []));
  const shown = sandbox ? 'sandbox' : (place?.value ?? '-');
  return { profile, address: shown, ...found, checks, exit };
}
