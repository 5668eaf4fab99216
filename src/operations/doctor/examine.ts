import { worstOf } from '../../core/errors.ts';
import { onAnswer, onSettings, unlookedAreas } from './areas.ts';
import { examinePort } from './examine-port.ts';
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
  const { checks: ofPort, ...found } =
    place && used && !cause
      ? await examinePort(sources, request, {
          address: place,
          sandbox: used.sandbox.value !== false,
          about: { profile, address: place },
        })
      : { checks: cause ? unlookedAreas([...onSettings, ...onAnswer], cause) : [] };
  const checks = [...ofSettings, ...ofPort];
  return {
    profile,
    address: place?.value ?? '-',
    ...found,
    checks,
    providers: [],
    exit: worstOf(checks.flatMap(({ exit }) => exit ?? [])),
  };
}
