import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { configInvalid } from '../../../vendors/config-invalid.ts';
import type { Config } from '../config.ts';
import type { Field } from './define.ts';
import { baseUrl, customHeaders, modelItems } from './field-schemas.ts';

/** Fields of an endpoint that somebody else runs; both compatible types have them. */
export const endpointFields = {
  baseUrl: {
    schema: baseUrl,
    flag: '--base-url <url>',
    label: 'base URL of the endpoint',
    hint: 'with its path prefix, often /v1; must be reachable from Port',
  },
  customHeaders: {
    schema: customHeaders,
    optional: true,
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

const features = once(() =>
  z.looseObject({
    temperature: z.boolean().optional(),
    reasoningEffort: z.boolean().optional(),
    useLegacyMaxTokens: z.boolean().optional(),
    nativeStructuredOutput: z.boolean().optional(),
    supportsStructuredOutputs: z.boolean().optional(),
  }),
);
const described = once(() =>
  z.array(z.looseObject({ name: z.string(), supportedFeatures: features().optional() })),
);

/** What the configuration says that a model can do; nothing where it does not say. */
export function featuresOf(config: Config, model: string): z.infer<ReturnType<typeof features>> {
  const { data = [] } = described().safeParse(config['models']);
  return data.find(({ name }) => name === model)?.supportedFeatures ?? {};
}

const headers = once(() => z.record(z.string(), z.string()).nullish());

/** The custom headers of a configuration as they are stored. Throws CONFIG_INVALID for what are none. */
export function headersIn(config: Config): Readonly<Record<string, string>> {
  const { data, success } = headers().safeParse(config['customHeaders']);
  if (!success) throw configInvalid('The custom headers are not pairs of a name and a text');
  return data ?? {};
}
