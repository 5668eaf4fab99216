import { configInvalid } from '../config-invalid.ts';
import { z } from 'zod';
import { readAnswer } from '../answers/read-answer.ts';
import type {
  Credential,
  ProviderRequest,
  SignInSession,
  SignInCall,
  TestInput,
} from '../test-requests.ts';
import { serviceAccountAssertion } from './assertion.ts';
import { locationPattern, projectPattern } from './names.ts';

/** Vertex AI within a project: where it is, how a model is called, and the sign-in. */

export interface VertexProject {
  readonly project: string;
  readonly location: string;
}

export interface ServiceAccount {
  readonly email: Credential;
  readonly privateKey: Credential;
}

/** A project, and the account that may call its models. */
export interface VertexConnection extends VertexProject {
  readonly account: ServiceAccount;
}

export const globalHost = 'aiplatform.googleapis.com';

/**
 * The host that serves a location: one for the world, one for each of the multi-regions `us` and `eu`,
 * one for every region. Source: the js-genai and google-auth-library clients.
 */
export function vertexHost(location: string): string {
  // The location becomes a part of a host name that the access token is sent to.
  if (!locationPattern.test(location)) {
    throw configInvalid(
      'The location is none of Vertex AI: use global, us, eu or a region such as us-east5',
    );
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
  { project, location }: VertexProject,
  { session }: TestInput,
  call: VertexCall,
  body: object,
): ProviderRequest {
  const path = `projects/${segment(project).replaceAll('%3A', ':')}/locations/${location}`;
  return {
    method: 'POST',
    url: `https://${vertexHost(location)}/v1/${path}/${modelPath(call)}`,
    headers: {
      authorization: `Bearer ${session['accessToken'] ?? ''}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  };
}

const granted = z.looseObject({ access_token: z.string().min(1) });

/** The OAuth exchange of a service account: a signed assertion for an access token. */
export function signIn({ email, privateKey }: ServiceAccount, now: Date): SignInCall {
  const assertion = serviceAccountAssertion(email().reveal(), privateKey().reveal(), now);
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
      const sessions: SignInSession[] = [];
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

export function projectRemark({ project }: VertexProject): readonly string[] {
  return projectPattern.test(project)
    ? []
    : [`"${project}" is no project id: give the id, not the number or the name of the project.`];
}
