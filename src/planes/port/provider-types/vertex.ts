import { locationPattern, projectPattern } from '../../../vendors/google/names.ts';
import { mendedPem } from '../../../vendors/google/pem.ts';
import type { VertexConnection } from '../../../vendors/google/vertex.ts';
import { textIn, type Config } from '../config.ts';
import type { Field, SecretSource } from './define.ts';
import { modelItems, plainText, secretName } from './field-schemas.ts';

/** What both Vertex types share: a service account, where it works, and the models it may call. */

export const models = {
  schema: modelItems,
  flag: '--model <spec>',
  label: 'models to offer',
  hint: 'NAME[,display=TEXT][,context=TOKENS][,FEATURE…]; repeat for more',
  kind: 'models',
} as const satisfies Field;

export const serviceAccountFields = {
  clientEmailSecretName: {
    schema: secretName,
    flag: '--client-email-secret <name>',
    label: "secret that holds the service account's client_email",
    holds: 'service-account-email',
    inKeyFile: 'client_email',
  },
  privateKeySecretName: {
    schema: secretName,
    flag: '--private-key-secret <name>',
    label: "secret that holds the service account's private_key",
    holds: 'pem-private-key',
    inKeyFile: 'private_key',
    severalLines: true,
    mend: mendedPem,
  },
  project: {
    schema: () =>
      plainText().regex(
        projectPattern,
        'give the project id, such as my-project-123456: not its number, its name or a path',
      ),
    flag: '--project <id>',
    label: 'Google Cloud project id',
    inKeyFile: 'project_id',
  },
  location: {
    schema: () =>
      plainText().regex(locationPattern, 'give global, us, eu or a region such as us-east5'),
    flag: '--location <location>',
    label: 'Vertex AI location',
    hint: 'such as us-east5 or global',
  },
  models,
} as const satisfies Record<string, Field>;

export const vertexConnection = (config: Config, secret: SecretSource): VertexConnection => ({
  project: textIn(config, 'project'),
  location: textIn(config, 'location'),
  account: {
    email: () => secret(config['clientEmailSecretName']),
    privateKey: () => secret(config['privateKeySecretName']),
  },
});
