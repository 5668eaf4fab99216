import type { TestReport } from '../../connection-test/result.ts';

/** What is left to prove after a test from this machine. */
export interface LeftToProve {
  /** From where it was proved: nothing else says that a pass holds for the way from here alone. */
  readonly says: string;
  /** The command that lets Port test the same. */
  readonly command: readonly string[];
}

/**
 * Says from where the providers that work were tested, and how Port tests them; undefined where none
 * works.
 *
 * @param configFile the file whose configuration was tested, where it is not the one that Port stores
 */
export function leftToProve(
  reports: readonly TestReport[],
  configFile: string | undefined,
): LeftToProve | undefined {
  const working = reports.filter(({ ok }) => ok);
  const [first] = working;
  if (!first) return undefined;
  const { provider, provedFrom } = first;
  return {
    says: provedFrom.startsWith('this machine')
      ? `That was proved from ${provedFrom}, not from Port.`
      : `That was proved against ${provedFrom}, not by Port.`,
    command:
      configFile === undefined
        ? ['validate', ...working.map((report) => report.provider)]
        : ['providers', 'put', provider, '--config-file', configFile, '--validate'],
  };
}
