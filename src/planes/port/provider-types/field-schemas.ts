import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { looksLikeSecretValue } from '../../../core/secret-shapes.ts';
import { sendableHeaders } from '../../../vendors/gateways/header-form.ts';
import { blankAround, isRightWithoutBlank } from '../../../core/text/outer-blanks.ts';
import { onCommandLine, problemInUrl } from '../../../core/text/typed-names.ts';

/** Port's limits on a secret's name and description. Source: POST /v1/organization/secrets. */
export const secretName = once(() =>
  z.string().superRefine((name, context) => {
    const message = looksLikeSecretValue(name)
      ? onCommandLine
      : /^[A-Za-z0-9_-]{1,100}$/.test(name)
        ? undefined
        : 'a secret name has 1 to 100 letters, digits, "-" or "_"';
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  }),
);

export const secretDescription = once(() =>
  z.string().max(200, 'a description has at most 200 characters'),
);

/** Why a value that nothing else is wrong with is refused; undefined where no blank is around it. */
const blankAlone = (text: string, right: RegExp): string | undefined =>
  isRightWithoutBlank(text, (trimmed) => right.test(trimmed)) ? blankAround : undefined;

const rightRegion = /^[a-z]{2}-[a-z]+-\d$/;

/** The region pattern of Port's schema, with the reason where AWS has more than Port takes. */
export const awsRegion = once(() =>
  z.string().superRefine((region, context) => {
    if (rightRegion.test(region)) return;
    const blank = blankAlone(region, rightRegion);
    const message = /^[a-z]+-(?:gov|iso)/.test(region)
      ? `Port takes commercial AWS regions only, and "${region}" is not one (GovCloud and isolated regions are refused by its schema)`
      : /^(?:eu|us)$/i.test(region)
        ? 'Use a region of AWS such as eu-west-1; the region of your organization in Port is --port-region'
        : (blank ?? 'Use a region such as eu-west-1 (two letters, a word, one digit)');
    context.addIssue({ code: 'custom', message });
  }),
);

const rightRoleArn = /^arn:aws:iam::\d{12}:role\/[\w+=,.@-]+$/;

/** The role ARN pattern of Port's schema, with the reason where IAM allows more than Port takes. */
export const roleArn = once(() =>
  z.string().superRefine((arn, context) => {
    if (rightRoleArn.test(arn)) return;
    const reason = /^arn:aws:iam::\d{12}:role\/.+\//.test(arn)
      ? 'Port does not take a role with a path: create the role at the root, as role/<name>'
      : /^arn:aws-[a-z-]+:/.test(arn)
        ? 'Port takes roles of the commercial partition only (arn:aws:…), not GovCloud or China'
        : (blankAlone(arn, rightRoleArn) ?? 'Use arn:aws:iam::<12 digits>:role/<name>');
    context.addIssue({
      code: 'custom',
      message: reason,
    });
  }),
);

export const guardrailIdentifier = once(() =>
  z.string().regex(/\S/, 'give the id or ARN of the guardrail'),
);

export const guardrailVersion = once(() =>
  z.string().regex(/^(?:[1-9]\d{0,7}|DRAFT)$/, 'a guardrail version is a number, or DRAFT'),
);

/** A URL that Port's cloud is to call: absolute, http or https, without user and password. */
export const baseUrl = once(() =>
  z.string().superRefine((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const message =
      url === undefined || !/^https?:$/.test(url.protocol)
        ? 'give a whole URL, such as https://llm.example.com'
        : problemInUrl(url);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  }),
);

export const plainText = once(() => z.string().min(1, 'must not be empty'));

/** Headers that Port adds to every request. */
export const customHeaders = sendableHeaders;

/** What a model of a compatible or Vertex endpoint can do; Port infers what is left out. */
export const modelFeatures = [
  'temperature',
  'caching',
  'guardrails',
  'reasoningEffort',
  'nativeStructuredOutput',
  'extendedThinking',
  'adaptiveThinking',
  'supportsStructuredOutputs',
  'useLegacyMaxTokens',
] as const;

/** One of them. */
export type ModelFeature = (typeof modelFeatures)[number];

export const modelItem = once(() =>
  z.strictObject({
    name: z.string().min(3, 'a model name has at least 3 characters'),
    displayName: z.string().min(1).optional(),
    contextWindow: z.int().positive('a context window is a positive number of tokens').optional(),
    supportedFeatures: z.partialRecord(z.enum(modelFeatures), z.boolean()).optional(),
  }),
);

export type ModelItem = z.infer<ReturnType<typeof modelItem>>;

export const modelItems = once(() =>
  z
    .array(modelItem())
    .min(1, 'name at least one model')
    .refine((items) => new Set(items.map(({ name }) => name)).size === items.length, {
      message: 'a model is named twice',
    }),
);
