import type { Probe, ProbeInput, Session } from '../vendors/test-requests.ts';
import { createAsker, type Asker } from './request-runner.ts';
import type { ProbeOptions, ProbeWorld, Subject } from './dependencies.ts';

/** What the test of one provider works with. */
export interface Bench extends Subject {
  readonly probe: Probe;
  readonly asker: Asker;
  readonly world: ProbeWorld;
  readonly options: ProbeOptions;
  /** What a type describes its requests from, at the time of sending. */
  readonly input: (model: string, now: Date) => ProbeInput;
  /** From now on requests are described with this session. */
  readonly enter: (session: Session) => void;
}

export function openBench(
  subject: Subject,
  probe: Probe,
  world: ProbeWorld,
  options: ProbeOptions,
): Bench {
  const { config } = subject;
  const { secret, caller } = world;
  let session = world.session ?? {};
  return {
    ...subject,
    probe,
    world,
    options,
    asker: createAsker({ provider: subject.type.id, config }, probe, world, options),
    input: (model, now) => ({ config, model, secret, now, session, caller }),
    enter: (given) => {
      session = given;
    },
  };
}
