import { refuse } from '../core/problem.ts';
import type { Asker, Report } from '../operations/ports.ts';
import { configuredAlready } from '../operations/put-provider/already-configured.ts';
import type { PutRequest } from '../operations/put-provider/request.ts';

/**
 * Asks whether the configuration of a provider may be replaced.
 *
 * @param what what the provider uses now; undefined where nothing is replaced
 * @throws ExistsAlready where nobody can be asked, or the answer is no
 */
export async function confirmReplacedProvider(
  { ask, report }: { readonly ask: Asker; readonly report: Report },
  { provider, force, dryRun }: PutRequest,
  what: string | undefined,
): Promise<void> {
  if (what === undefined || force) return;
  if (ask.available && !dryRun) {
    report.note(`Port's provider ${provider} now uses ${what}.`);
    const question = { message: 'Replace its configuration', flag: '--force' };
    if (await ask.confirm({ ...question, suggestion: false })) return;
  }
  refuse(configuredAlready(provider, what));
}
