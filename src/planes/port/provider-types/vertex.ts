import { z } from 'zod';
import { PortaiError } from '../../../core/errors.ts';
import { modelItems, plainText, secretName } from './field-schemas.ts';
import { mendedPem, serviceAccountAssertion } from '../../../vendors/google/assertion.ts';
import { readAnswer } from '../../../vendors/answers/read-answer.ts';
import type {
  Config,
  ProbeInput,
  ProbeRequest,
  Session,
  SignIn,
} from '../../../vendors/test-requests.ts';
import type { Field } from './define.ts';

/** What both Vertex types share: a service account, where it works, and the models it may call. */

export const models = {
  schema: modelItems,
  flag: '--model <spec>',
  label: 'models to offer',
  hint: 'NAME[,display=TEXT][,context=TOKENS][,FEATURE…]; repeat for more',
  kind: 'models',
} as const satisfies Field;

/** A project id as Google gives them; older ones of an organization have its domain in front. */
const projectId = /^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

/** Where Vertex AI serves: the world, one of its two multi-regions, or a region. */
const locationPattern = /^(?:global|us|eu|[a-z]+-[a-z]+\d+)$/;

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
    schema: plainText.regex(
      projectId,
      'give the project id, such as my-project-123456: not its number, its name or a path',
    ),
    flag: '--project <id>',
    label: 'Google Cloud project id',
    inKeyFile: 'project_id',
  },
  location: {
    schema: plainText.regex(locationPattern, 'give global, us, eu or a region such as us-east5'),
    flag: '--location <location>',
    label: 'Vertex AI location',
    hint: 'such as us-east5 or global',
  },
  models,
} as const satisfies Record<string, Field>;

export const globalHost = 'aiplatform.googleapis.com';

/**
 * The host that serves a location: one for the world, one for each of the multi-regions `us` and `eu`,
 * one for every region. Source: the js-genai and google-auth-library clients.
 */
export function vertexHost(location: string): string {
  // The location becomes a part of a host name that the access token is sent to.
  if (!locationPattern.test(location)) {
    throw new PortaiError({
      name: 'CONFIG_INVALID',
      message: 'The location is none of Vertex AI: use global, us, eu or a region such as us-east5',
      exit: 'checkFailed',
    });
  }
  if (location === 'global') return globalHost;
  if (location === 'us' || location === 'eu') return `aiplatform.${location}.rep.googleapis.com`;
  return `${location}-aiplatform.googleapis.com`;
}

/** A segment of a path; the `@` of versions stays, as in the vendors' own clients. */
const segment = (text: string) => encodeURIComponent(text).replaceAll('%40', '@');

/** What is done to a model, such as `:generateContent`, and the publisher whose model it is. */
export interface VertexCall {
  readonly publisher: 'google' | 'anthropic';
  readonly model: string;
  readonly verb: string;
}

/** The part of a URL that names a model and what to do with it. */
export const modelPath = ({ publisher, model, verb }: VertexCall) =>
  `publishers/${publisher}/models/${segment(model)}:${verb}`;

/** A call within a project, with the access token of the session. */
export function projectRequest(
  { config, session }: ProbeInput,
  call: VertexCall,
  body: object,
): ProbeRequest {
  const location = String(config['location']);
  const project = segment(String(config['project'])).replaceAll('%3A', ':');
  return {
    method: 'POST',
    url: `https://${vertexHost(location)}/v1/projects/${project}/locations/${location}/${modelPath(call)}`,
    headers: {
      authorization: `Bearer ${session['accessToken'] ?? ''}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  };
}

const granted = z.looseObject({ access_token: z.string().min(1) });

/** The OAuth exchange of a service account: a signed assertion for an access token. */
export function signIn({ config, secret, now }: ProbeInput): SignIn {
  const assertion = serviceAccountAssertion(
    secret(config['clientEmailSecretName']).reveal(),
    secret(config['privateKeySecretName']).reveal(),
    now,
  );
  return {
    request: {
      method: 'POST',
      url: 'https://oauth2.googleapis.com/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion,
      }).toString(),
    },
    read: (answer) => {
      const sessions: Session[] = [];
      // An empty token must end the test here: a later 401 would accuse the wrong thing.
      const reading = readAnswer('google-token', answer, (body) => {
        const { data } = granted.safeParse(body);
        if (data) sessions.push({ accessToken: data.access_token });
        return data && { cause: 'OK' };
      });
      const [session] = sessions;
      return session && reading.cause === 'OK' ? { session } : reading;
    },
  };
}

export function projectRemark(config: Config): readonly string[] {
  const project = String(config['project']);
  return projectId.test(project)
    ? []
    : [`"${project}" is no project id: give the id, not the number or the name of the project.`];
}
