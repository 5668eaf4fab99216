import { modelItems, plainText, secretName } from '../fields.ts';
import { serviceAccountAssertion } from '../google-assertion.ts';
import { readAnswer } from './answers.ts';
import type { Config, Field, Probe, ProbeInput } from './define.ts';

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
    namesSecret: true,
  },
  privateKeySecretName: {
    schema: secretName,
    flag: '--private-key-secret <name>',
    label: "secret that holds the service account's private_key",
    namesSecret: true,
  },
  project: {
    schema: plainText,
    flag: '--project <id>',
    label: 'Google Cloud project id',
  },
  location: {
    schema: plainText,
    flag: '--location <location>',
    label: 'Vertex AI location',
    hint: 'such as us-east5 or global',
  },
  models,
} as const satisfies Record<string, Field>;

/** Where a model of a publisher is called, up to the verb. */
export function publisherUrl(config: Config, publisher: string, model: string): string {
  const location = String(config['location']);
  const host =
    location === 'global' ? 'aiplatform.googleapis.com' : `${location}-aiplatform.googleapis.com`;
  return `https://${host}/v1/projects/${String(config['project'])}/locations/${location}/publishers/${publisher}/models/${encodeURIComponent(model)}`;
}

export const bearerHeaders = ({ session }: ProbeInput) => ({
  authorization: `Bearer ${session['accessToken'] ?? ''}`,
  'content-type': 'application/json',
});

/** The OAuth exchange of a service account: a signed assertion for an access token. */
export const signIn: NonNullable<Probe['signIn']> = {
  request: ({ config, secret, now }) => ({
    method: 'POST',
    url: 'https://oauth2.googleapis.com/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: serviceAccountAssertion(
        secret(config['clientEmailSecretName']).reveal(),
        secret(config['privateKeySecretName']).reveal(),
        now,
      ),
    }).toString(),
  }),
  read: (answer) => {
    const token = /"access_token"\s*:\s*"([^"]+)"/.exec(answer.body)?.[1];
    if (answer.status === 200 && token) return { session: { accessToken: token } };
    if (answer.status === 400) {
      return { status: 'invalid', message: 'Invalid service account: Google refused its key' };
    }
    return readAnswer(answer, /(?!)/);
  },
};
