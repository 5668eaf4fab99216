import { z } from 'zod';

/** Bytes that AWS takes at most. Source: PutUseCaseForModelAccess, `formData`. */
const mostBytes = 16_384;

/** Anthropic's use-case form, as Bedrock takes it: once for an account or organization. */
const fields = z.object({
  companyName: z.string().trim().min(1, 'a name is needed').max(200),
  companyWebsite: z
    .string()
    .trim()
    .refine(
      (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
      'a web address is needed, such as https://example.com',
    ),
  /** `0` is the organization's own people. The list of values is not documented. */
  intendedUsers: z.enum(['0', '1']),
  industryOption: z.string().trim().min(1, 'an industry is needed').max(200),
  otherIndustryOption: z.string().max(200),
  useCases: z.string().trim().min(10, 'a sentence is needed').max(4000),
});

/** A form whose text fits: characters of other scripts and marks of JSON take several bytes each. */
export const useCaseForm = fields.refine(
  (form) => Buffer.byteLength(formText(form)) <= mostBytes,
  'the form is too long; describe the use case in fewer words',
);
export type UseCaseForm = z.infer<typeof fields>;

/** The form as it is sent. */
export function formText(form: UseCaseForm): string {
  return JSON.stringify(form);
}

/** A form that was sent before; some tools encode it twice. Undefined when it cannot be read. */
export function readForm(text: string): Readonly<Record<string, string>> | undefined {
  for (const candidate of [text, decoded(text), decoded(decoded(text))]) {
    const read = z.record(z.string(), z.string()).safeParse(parsed(candidate));
    if (read.success) return read.data;
  }
  return undefined;
}

const decoded = (text: string) => Buffer.from(text, 'base64').toString('utf8');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
