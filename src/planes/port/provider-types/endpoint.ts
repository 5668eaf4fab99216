import { z } from 'zod';
import { baseUrl, customHeaders, modelItems } from './field-schemas.ts';
import type { HttpResponse } from '../../../core/http.ts';
import { isHtml } from '../../../core/refusal.ts';
import type { Config, Probe } from '../../../vendors/test-requests.ts';
import type { Field } from './define.ts';
import { isModelList } from '../../../vendors/model-list.ts';
import { privateHostRemark } from '../../../vendors/private-host.ts';
import { jsonOf } from '../../../vendors/structured-output.ts';

/** Fields of an endpoint that somebody else runs; both compatible types have them. */
export const endpointFields = {
  baseUrl: {
    schema: baseUrl,
    flag: '--base-url <url>',
    label: 'base URL of the endpoint',
    hint: 'with its path prefix, often /v1; must be reachable from Port',
  },
  customHeaders: {
    schema: customHeaders.optional(),
    flag: '--headers-file <file>',
    label: 'JSON file with headers to send on every request',
    hint: 'Port stores them in clear: no keys',
    kind: 'headers',
  },
  models: {
    schema: modelItems,
    flag: '--model <spec>',
    label: 'models to offer',
    hint: 'NAME[,display=TEXT][,context=TOKENS][,FEATURE…]; repeat for more',
    kind: 'models',
  },
} as const satisfies Record<string, Field>;

const features = z.looseObject({
  useLegacyMaxTokens: z.boolean().optional(),
  nativeStructuredOutput: z.boolean().optional(),
  supportsStructuredOutputs: z.boolean().optional(),
});
const described = z.array(
  z.looseObject({ name: z.string(), supportedFeatures: features.optional() }),
);

/** What the configuration says that a model can do; nothing where it does not say. */
export function featuresOf(config: Config, model: string): z.infer<typeof features> {
  const { data = [] } = described.safeParse(config['models']);
  return data.find(({ name }) => name === model)?.supportedFeatures ?? {};
}

const pasted = /\/(?:chat\/completions|completions|responses|messages|models)$/;
const trimmed = ({ baseUrl }: Config) => String(baseUrl).replace(/\/+$/, '');

/** The base URL without a trailing slash, and without the route that people paste along. */
export function baseOf(config: Config): string {
  return trimmed(config).replace(pasted, '');
}

/** Where the API is more likely to be, when it is not at the base URL. */
export function likelierBase(base: string): string | undefined {
  const once = base.replace(/\/v1\/v1$/, '/v1');
  const bare = once.replace(/\/(?:ui|docs|redoc|swagger|dashboard|admin)$/, '');
  const likelier = /\/v\d[^/]*$/.test(bare) ? bare : `${bare}/v1`;
  return likelier === base ? undefined : likelier;
}

/** What is worth knowing of an address before anything is sent to it. */
export function baseUrlRemarks(config: Config): string[] {
  const base = baseOf(config);
  return [
    ...privateHostRemark(base),
    ...(base === trimmed(config)
      ? []
      : [`The base URL ends in a route; tested with ${base}, which is what to store.`]),
    ...(/[?#]/.test(base)
      ? ['The base URL has a query or a fragment: the route is appended to it, not to the path.']
      : []),
  ];
}

/**
 * The list of models, asked for without any credential. Only a refusal shows that the server looks
 * at keys; a list may be public where the models are not. A page may be of anything in between.
 */
export function modelsWithoutCredential(config: Config): ReturnType<NonNullable<Probe['control']>> {
  return {
    request: { method: 'GET', url: `${baseOf(config)}/models`, headers: {} },
    read: (answer) => {
      if (isHtml(answer)) return 'unclear';
      if (answer.status === 401 || answer.status === 403) return 'guarded';
      return isOpen(answer) ? 'open' : 'unclear';
    },
  };
}

const isOpen = ({ status, body }: HttpResponse) =>
  status >= 200 && status < 300 && isModelList(jsonOf(body));
