import { Secret } from '../../../core/secret.ts';
import { configInvalid } from '../../../vendors/config-invalid.ts';
import { bedrockTest } from '../../../vendors/bedrock/connection-test.ts';
import { shownText, type TestableConnection, type Described } from './define.ts';

const unlikeKeys: Readonly<Record<string, string>> = {
  serviceRole: "it uses the role of Portkey's own gateway, which nobody else has",
  apiKey: 'it uses an API key of Bedrock, for which no test is built',
};

/** AWS Bedrock: a key pair, or a role that is assumed from here in Portkey's place. */
export function bedrockConnection({ configurations }: Described): TestableConnection {
  const mode = shownText(configurations, 'aws_auth_type') ?? 'accessKey';
  const region = shownText(configurations, 'aws_region');
  if (mode !== 'accessKey' && mode !== 'assumedRole') {
    return { untestable: unlikeKeys[mode] ?? 'its way of signing in is not known here' };
  }
  if (region === undefined) return { untestable: 'Portkey shows no aws_region' };
  const hosts = ['bedrock', 'bedrock-runtime', 'sts'].map(
    (service) => `${service}.${region}.amazonaws.com`,
  );
  if (mode === 'accessKey') {
    return {
      wants: 'aws-secret-key',
      accessKeyId: shownText(configurations, 'aws_access_key_id'),
      hosts,
      notProved: [],
      connect: ({ credential, accessKeyId }) =>
        bedrockTest({
          region,
          credentials: {
            accessKeyId: () => {
              if (accessKeyId !== undefined) return new Secret(accessKeyId);
              throw configInvalid('No AWS access key ID was given');
            },
            secretAccessKey: credential,
          },
        }),
    };
  }
  const roleArn = shownText(configurations, 'aws_role_arn');
  if (roleArn === undefined) return { untestable: 'Portkey shows no aws_role_arn' };
  const externalId = shownText(configurations, 'aws_external_id');
  return {
    region,
    hosts,
    notProved: [],
    connect: () =>
      bedrockTest({
        region,
        credentials: {
          roleArn,
          ...(externalId === undefined ? {} : { externalId: () => new Secret(externalId) }),
        },
      }),
  };
}
