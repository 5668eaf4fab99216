import type { Sourced } from '../../core/sources.ts';
import type { AdviceFacts } from './advice.ts';
import { onAnswer, unlookedAreas } from './areas.ts';
import { clockCheck } from './clock-check.ts';
import { credentialsChecks } from './credentials-checks.ts';
import { examineOrganization } from './examine-organization.ts';
import { failureIn, lookUp, seenIn } from './looked-up.ts';
import type { DoctorReport } from './report.ts';
import { routeChecks } from './route-checks.ts';
import type { DoctorRequest, DoctorSources } from './sources.ts';
import { causeIn } from './verdicts.ts';

/** Where Port is, in the settings that hold. */
export interface PortPlace {
  readonly address: Sourced<string>;
  readonly sandbox: boolean;
  readonly about: AdviceFacts;
}

/** Looks at Port: credentials and way side by side, then what both lead to. */
export async function examinePort(
  sources: DoctorSources,
  request: DoctorRequest,
  { address, sandbox, about }: PortPlace,
): Promise<Pick<DoctorReport, 'checks' | 'organization' | 'providers'>> {
  const credentials = await lookUp(sources.credentials);
  const missing = !failureIn(credentials) && !seenIn(credentials);
  // Whoever has a key for Portkey alone need not be signed in to Port.
  const otherPlane = missing && seenIn(await lookUp(sources.portkey.inUse)) !== undefined;
  const ofCredentials = credentialsChecks({ credentials, otherPlane }, about);
  if (otherPlane) return { checks: ofCredentials, providers: [] };
  sources.report.note(`Looking at ${sandbox ? 'the sandbox' : address.value} …`);
  const [route, door] = await Promise.all([sources.route(address), lookUp(sources.port.frontDoor)]);
  const ofRoute = routeChecks({ address, sandbox, route, door }, about);
  const unanswered = causeIn(ofRoute);
  const broken = causeIn([...ofCredentials, ...ofRoute]);
  const found = broken
    ? { checks: unlookedAreas(onAnswer, broken), providers: [] }
    : await examineOrganization(sources, request, {
        about,
        renewed: seenIn(credentials)?.kind === 'client',
      });
  const { checks, claims, ...rest } = { claims: undefined, ...found };
  const clock =
    unanswered && !seenIn(door)
      ? unlookedAreas(['clock'], unanswered)
      : [clockCheck({ sandbox, door: seenIn(door), claims })];
  return { ...rest, checks: [...ofCredentials, ...ofRoute, ...clock, ...checks] };
}
