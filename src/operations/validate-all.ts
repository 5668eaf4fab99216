import { PortaiError, worstOf, type ExitClass } from '../core/errors.ts';
import type { PortClient } from '../planes/port/client.ts';
import { exitOfValidity } from '../vendors/validity.ts';
import { chosenProviders } from './chosen-providers.ts';
import type { Report } from './ports.ts';
import { validateProvider, type ValidationRow } from './validate.ts';

/** What a validation of several providers came to: a row each, and the worst class of all. */
export interface ValidatedAll {
  readonly rows: readonly ValidationRow[];
  /** Where nothing was tested, nothing is proved. */
  readonly exit: ExitClass;
}

/**
 * Lets Port test the stored configurations of the providers that were named, or of all, side by side.
 *
 * @throws the refusal itself when nobody was let in: then there is no report to give.
 */
export async function validateAll(
  {
    client,
    report,
    now,
  }: { readonly client: PortClient; readonly report: Report; readonly now: () => Date },
  types: readonly string[],
): Promise<ValidatedAll> {
  const providers = chosenProviders(report, await client.providers.list(), types);
  if (providers.length > 0) {
    const names = providers.map(({ provider }) => provider).join(', ');
    report.note(
      `Sends the stored configuration of ${names} again with a connection test: a write that needs an admin.`,
    );
  }
  const results = await Promise.all(
    providers.map((provider) => validateProvider(client, provider, now)),
  );
  const [first] = results;
  if (first?.row.error && results.every(({ exit }) => shutsOut(exit))) {
    throw shutOut(first.row.error, first.exit);
  }
  const rows = results.map(({ row }) => row);
  const exits = results.map(({ exit }) => exit);
  return { rows, exit: exits.length > 0 ? worstOf(exits) : exitOfValidity.unverifiable };
}

/** The names of the causes why models are not known to work, each once. */
export function causesIn(rows: readonly ValidationRow[]): readonly string[] {
  const models = rows.flatMap((row) => row.models);
  const causes = models.flatMap(({ status, cause }) =>
    status === 'valid' || cause === undefined ? [] : [cause],
  );
  return [...new Set(causes)];
}

const shutsOut = (exit: ExitClass) => exit === 'unauthenticated' || exit === 'forbidden';

function shutOut(error: NonNullable<ValidationRow['error']>, exit: ExitClass): PortaiError {
  return new PortaiError({
    ...error,
    exit,
    next: [
      { command: ['auth', 'status'], why: 'who you are' },
      { command: ['validate', '--all', '--static'], why: 'what can be checked by reading' },
    ],
  });
}
