import type {
  ConnectionTest,
  SignInSession,
  TestInput,
  TestSubject,
} from '../vendors/test-requests.ts';
import { createRequestRunner, type RequestRunner } from './request-runner.ts';
import type { ProbeOptions, ProbeWorld } from './dependencies.ts';

/** The state of the test of one provider. */
export interface Bench extends TestSubject {
  readonly probe: ConnectionTest;
  readonly asker: RequestRunner;
  readonly world: ProbeWorld;
  readonly options: ProbeOptions;
  /** Makes the input from which a vendor describes its requests, for the time of sending. */
  readonly input: (model: string, now: Date) => TestInput;
  /** Sets the session for all later requests. */
  readonly enter: (session: SignInSession) => void;
}

export function openBench(
  subject: TestSubject,
  probe: ConnectionTest,
  world: ProbeWorld,
  options: ProbeOptions,
): Bench {
  const { plane, provider } = subject;
  const { caller } = world;
  let session = world.session ?? {};
  return {
    ...subject,
    probe,
    world,
    options,
    asker: createRequestRunner(provider, probe, world, options),
    input: (model, now) => ({ model, now, session, caller, plane }),
    enter: (given) => {
      session = given;
    },
  };
}
