import type {
  ConnectionTest,
  SignInSession,
  TestInput,
  TestSubject,
} from '../vendors/test-requests.ts';
import { createRequestRunner, type RequestRunner } from './request-runner.ts';
import type { TestOptions, EngineDependencies } from './dependencies.ts';

/** The state of the test of one provider. */
export interface TestSession extends TestSubject {
  readonly test: ConnectionTest;
  readonly runner: RequestRunner;
  readonly dependencies: EngineDependencies;
  readonly options: TestOptions;
  /** Makes the input from which a vendor describes its requests, for the time of sending. */
  readonly input: (model: string, now: Date) => TestInput;
  /** Sets the session for all later requests. */
  readonly enter: (session: SignInSession) => void;
}

export function openTestSession(
  subject: TestSubject,
  test: ConnectionTest,
  dependencies: EngineDependencies,
  options: TestOptions,
): TestSession {
  const { plane, provider } = subject;
  const { caller } = dependencies;
  let session = dependencies.session ?? {};
  return {
    ...subject,
    test,
    dependencies,
    options,
    runner: createRequestRunner(provider, test, dependencies, options),
    input: (model, now) => ({ model, now, session, caller, plane }),
    enter: (given) => {
      session = given;
    },
  };
}
