import type { RecordedChange } from '../core/recorded-change.ts';
import { awsChanges } from '../aws/changes.ts';
import { allPlanes } from '../planes/index.ts';
import type { Context } from './context.ts';

/** Which changes of the history are looked for. */
export interface HistorySelection {
  /** Only of this provider type. */
  readonly provider?: string | undefined;
  /** True finds changes of Port's providers alone. */
  readonly onlyProviders?: boolean;
  /** True also finds changes of other profiles and at other addresses. */
  readonly everywhere?: boolean;
  readonly limit?: number;
}

/**
 * Reads the changes that were sent with the profile and to the addresses in use, the latest first.
 * Warns of lines that cannot be read.
 */
export async function keptChanges(
  context: Context,
  { provider, onlyProviders = provider !== undefined, everywhere = false, limit }: HistorySelection,
): Promise<readonly RecordedChange[]> {
  const { profile, sandbox } = await context.settings();
  const addresses =
    sandbox.value === false
      ? await Promise.all(
          allPlanes.map(async (plane) => new URL((await context.addressOf(plane)).value).origin),
        )
      : ['sandbox'];
  const { readChanges } = await import('../settings/change-history.ts');
  const here = (change: RecordedChange) =>
    everywhere ||
    (change.profile === profile.value &&
      (addresses.includes(change.address) ||
        // AWS has an address for each region and service: those of the profile are all of it.
        (change.plane === awsChanges.id &&
          sandbox.value === false &&
          change.address !== 'sandbox')));
  const about = ({ plane, kind, name }: RecordedChange) =>
    !onlyProviders ||
    (plane === 'port' && kind === 'provider' && (provider === undefined || name === provider));
  const { changes, unreadable } = await readChanges(
    context.directory,
    (change) => here(change) && about(change),
    limit,
  );
  if (unreadable > 0) {
    const lines = unreadable === 1 ? '1 line' : `${unreadable} lines`;
    context.out.warn({
      code: 'history_unreadable',
      message: `${lines} of the history cannot be read: damaged, or written by a newer version.`,
    });
  }
  return changes;
}
