import { allOf } from '../../planes/portkey/paging.ts';
import { readAccess } from '../integrations/access.ts';
import type { AdviceFacts } from './advice.ts';
import { failureIn, lookUp, seenIn } from './looked-up.ts';
import { keyName, noPortkey, portkeyChecks } from './portkey-checks.ts';
import type { ExaminedCheck } from './report.ts';
import type { DoctorSources } from './sources.ts';
import { failed, notLookedAt } from './verdicts.ts';

/** Looks at Portkey where there is a key for it. */
export async function examinePortkey(
  { portkey, now }: DoctorSources,
  about: AdviceFacts,
): Promise<ExaminedCheck[]> {
  const found = await lookUp(portkey.inUse);
  const unusable = failureIn(found);
  const inUse = seenIn(found);
  if (unusable) return [failed(keyName, unusable, about)];
  if (!inUse) return [noPortkey];
  const refused = failureIn(await lookUp(inUse.check));
  if (refused) {
    const check = failed(keyName, refused, about);
    const rest = { ...keyName, id: 'integrations', title: 'Integrations' };
    return [check, notLookedAt(rest, check)];
  }
  const client = await portkey.client();
  const [address, reach, integrations, providers] = await Promise.all([
    portkey.baseUrl(),
    lookUp(async () => inUse.reach?.()),
    lookUp(() => allOf(client.integrations.list())),
    lookUp(() => allOf(client.providers.list())),
  ]);
  // The matrix is an organization's: a key of a workspace is refused it, which proves nothing.
  const access =
    seenIn(reach)?.of === 'organization'
      ? await lookUp(() => readAccess(client, { now: now() }))
      : undefined;
  const { source, kind } = inUse;
  const facts = { address, source, reach, integrations, providers, access };
  return portkeyChecks({ ...facts, sandbox: kind === 'sandbox', now: now() }, about);
}
