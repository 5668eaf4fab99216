import { keptFlags, type Globals } from '../cli/globals.ts';
import { exitClasses } from '../core/errors.ts';
import type { DoctorReport, ExaminedCheck } from '../operations/doctor/report.ts';
import { pasteableLine } from '../ui/output.ts';
import type { CheckView, DoctorView } from '../ui/render/doctor.ts';

/** A report as it is shown: commands carry the global flags that were given. */
export function doctorView(report: DoctorReport, globals: Globals): DoctorView {
  const { checks, exit, ...rest } = report;
  const kept = keptFlags({ ...globals, ...ownProfile(report, globals) });
  const shown = ({ next = [], exit: ends, ...check }: ExaminedCheck): CheckView => ({
    ...check,
    next: next.map(({ command, why }) => ({ command: pasteableLine(kept, command), why })),
    ...(ends === undefined ? {} : { exitCode: exitClasses[ends].code }),
  });
  return { ...rest, checks: checks.map(shown), exitCode: exitClasses[exit].code };
}

/** Of several profiles each has its own in the commands. */
const ownProfile = ({ profile }: DoctorReport, globals: Globals) =>
  globals.profile === undefined ? {} : { profile };
