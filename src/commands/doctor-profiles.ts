import type { Context } from '../cli/context.ts';
import type { Invocation } from '../cli/invocation.ts';
import { worstOf, type ExitClass } from '../core/errors.ts';
import { examine } from '../operations/doctor/examine.ts';
import type { DoctorReport } from '../operations/doctor/report.ts';
import { doctorSources } from './doctor-sources.ts';
import { inProfiles } from './validate-profiles.ts';

/** The reports of one profile or of several, in the order of their names, and the worst of all. */
export async function examineProfiles(
  context: Context,
  invocation: Invocation,
  {
    names,
    validate,
  }: { readonly names: readonly string[] | undefined; readonly validate: boolean },
): Promise<{ readonly reports: readonly DoctorReport[]; readonly exit: ExitClass }> {
  const look = async (each: Context) => examine(await doctorSources(each), { validate });
  if (!names) {
    const report = await look(context);
    return { reports: [report], exit: report.exit };
  }
  const { rows } = await inProfiles(context, invocation, names, {
    work: async (each) => {
      const report = await look(each);
      return { rows: [report], exit: report.exit };
    },
    nothing: (reason): never => {
      throw new TypeError(`A doctor reports what fails, and does not fail: ${reason.message}`);
    },
  });
  return { reports: rows, exit: worstOf(rows.map(({ exit }) => exit)) };
}
