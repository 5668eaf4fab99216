import { retirementRemarks } from '../model-lifecycle.ts';
import { endRemarks } from './ended-models.ts';
import { knowingTheirEnd } from '../retirement.ts';
import type { ConnectionTest, TestInput } from '../test-requests.ts';
import { applyGuardrail, draftRemark } from './apply-guardrail.ts';
import { converseStructured } from './converse-structured.ts';
import { converseStream, converseWays, globalOnlyRemark } from './converse.ts';
import { modelAvailability } from './model-availability.ts';
import {
  sessionKeys,
  type AwsKeys,
  type BedrockConnection,
  type BedrockTarget,
  type KeyPair,
} from './signed-request.ts';
import { assumeRole, callerIdentity } from './sts.ts';

/** What is tested alike, once it is known which keys sign. */
function testWith(target: BedrockTarget, keysOf: (input: TestInput) => AwsKeys) {
  return {
    patience: 'cloud',
    quotaByModel: true,
    alwaysStream: true,
    model: (input) => modelAvailability(target, input, keysOf(input)),
    generate: (input) =>
      knowingTheirEnd(converseWays(target, input.model, keysOf(input)), input, 'bedrock'),
    stream: (input, won) => converseStream(target, keysOf(input), won.title),
    structured: (input, won) => converseStructured(target, input.model, keysOf(input), won.title),
    guardrail: (input) => applyGuardrail(target, keysOf(input)),
    remarks: ({ model, now }) => [
      ...draftRemark(target),
      ...globalOnlyRemark(model, target.region),
      ...retirementRemarks(model, 'bedrock', now),
      ...endRemarks(model, now),
    ],
  } as const satisfies ConnectionTest;
}

/** The first calls to a model may pass while AWS still sets up the account's subscription to it. */
const accessLater = 'access to the models once AWS has settled the subscription (15 minutes)';

/** Of the role, which the sign-in has given. */
const roleKeys = (input: TestInput): AwsKeys =>
  sessionKeys(input) ?? { accessKeyId: '', secretAccessKey: '' };

/**
 * The pair of the connection. Temporary keys may be given in its place for a test; their token is then
 * in the session.
 */
const keysOf =
  (pair: KeyPair) =>
  ({ session }: TestInput): AwsKeys => {
    const accessKeyId = pair.accessKeyId().reveal();
    const secretAccessKey = pair.secretAccessKey().reveal();
    const token = session['accessKeyId'] === accessKeyId ? session['sessionToken'] : undefined;
    return { accessKeyId, secretAccessKey, ...(token ? { sessionToken: token } : {}) };
  };

export function bedrockTest({ credentials, ...target }: BedrockConnection): ConnectionTest {
  if ('roleArn' in credentials) {
    return {
      ...testWith(target, roleKeys),
      ...(credentials.externalId ? {} : { keyless: true }),
      signIn: (input) => assumeRole(target, credentials, input),
      notProved: (plane) => [`the role's trust in ${plane}'s own principals`, accessLater],
    };
  }
  const keys = keysOf(credentials);
  return {
    ...testWith(target, keys),
    credential: (input) => callerIdentity(target, keys(input)),
    notProved: () => [accessLater],
  };
}
