import { jsonIn, fieldsOf } from '../../../core/text/json.ts';
import { secretMalformed } from '../../../vendors/config-invalid.ts';
import { vertexClaudeTest } from '../../../vendors/google/claude-test.ts';
import { geminiTest } from '../../../vendors/google/gemini-test.ts';
import { vertexHost, type ServiceAccount } from '../../../vendors/google/vertex.ts';
import type { ConnectionTest, TestInput } from '../../../vendors/test-requests.ts';
import { byModel } from './by-model.ts';
import {
  shownText,
  type TestableConnection,
  type Described,
  type GivenCredential,
} from './define.ts';

/**
 * Publishers that Portkey takes before the first dot of a model; a model without one is Google's. Source:
 * `getModelAndProvider` in src/providers/google-vertex-ai/utils.ts of its open-source gateway.
 */
const publishers = ['google', 'anthropic', 'meta', 'endpoints', 'mistralai'] as const;

/** Reads `anthropic.claude-…`, and `gemini-…`, which is Google's, as Portkey's gateway does. */
function published(model: string): { readonly publisher: string; readonly model: string } {
  const publisher = publishers.find((each) => model.startsWith(`${each}.`));
  if (publisher !== undefined) return { publisher, model: model.slice(publisher.length + 1) };
  return { publisher: 'google', model };
}

/** Part of a key file; throws SECRET_MALFORMED where the file has none. */
function partOf({ credential, hold }: GivenCredential, name: string) {
  const part = fieldsOf(jsonIn(credential().reveal()))?.[name];
  if (typeof part === 'string' && part !== '') return hold(part);
  throw secretMalformed(`What was given is no key file of a service account: it lacks ${name}`);
}

/** Google Vertex AI: Gemini and Claude, with the key file of a service account or an access token. */
export function vertexConnection({ configurations }: Described): TestableConnection {
  const mode = shownText(configurations, 'vertex_auth_type') ?? 'basic';
  const location = shownText(configurations, 'vertex_region');
  const project = shownText(configurations, 'vertex_project_id');
  if (mode === 'workload') {
    return {
      untestable: "it uses the workload identity of Portkey's gateway, which nobody else has",
    };
  }
  if (mode !== 'basic' && mode !== 'serviceAccount') {
    return { untestable: 'its way of signing in is not known here' };
  }
  if (location === undefined) return { untestable: 'Portkey shows no vertex_region' };
  const byFile = mode === 'serviceAccount';
  if (!byFile && project === undefined) return { untestable: 'Portkey shows no vertex_project_id' };
  return {
    wants: byFile ? 'google-key-file' : 'google-access-token',
    hosts: [...(byFile ? ['oauth2.googleapis.com'] : []), vertexHost(location)],
    leftOut: (model) => {
      const { publisher } = published(model);
      return publisher === 'google' || publisher === 'anthropic'
        ? undefined
        : `no test is built for models of ${publisher} on Vertex AI`;
    },
    notProved: byFile ? [] : ['access after the token has expired, which is within the hour'],
    connect: (given) => {
      const account: ServiceAccount = {
        email: () => partOf(given, 'client_email'),
        privateKey: () => partOf(given, 'private_key'),
      };
      const within = {
        project: project ?? partOf(given, 'project_id').reveal(),
        location,
        account,
      };
      const tests: Readonly<Record<string, ConnectionTest>> = {
        google: geminiTest(within),
        anthropic: vertexClaudeTest(within),
      };
      const { signIn, ...rest } = geminiTest(within);
      const whole: ConnectionTest = byFile && signIn ? { ...rest, signIn } : rest;
      const session = (input: TestInput) =>
        byFile ? input.session : { accessToken: given.credential().reveal() };
      return byModel(whole, (input) => {
        const { publisher, model } = published(input.model);
        return {
          test: tests[publisher] ?? whole,
          input: { ...input, model, session: session(input) },
        };
      });
    },
  };
}
