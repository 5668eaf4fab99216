import type { ConnectionTest, Session, TestInput, TestSubject } from '../vendors/test-requests.ts';
import { createAsker, type Asker } from './request-runner.ts';
import type { ProbeOptions, ProbeWorld } from './dependencies.ts';

/** What the test of one provider works with. */
export interface Bench extends TestSubject {
  readonly probe: ConnectionTest;
  readonly asker: Asker;
  readonly world: ProbeWorld;
  readonly options: ProbeOptions;
  /** What a vendor describes its requests from, at the time of sending. */
  readonly input: (model: string, now: Date) => TestInput;
  /** From now on requests are described with this session. */
  readonly enter: (session: Session) => void;
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
    asker: createAsker(provider, probe, world, options),
    input: (model, now) => ({ model, now, session, caller, plane }),
    enter: (given) => {
      session = given;
    },
  };
}
