import { z } from 'zod';

/** Bytes that AWS takes at most. Source: PutUseCaseForModelAccess, `formData`. */
const mostBytes = 16_384;

/** Who is going to use the models, as AWS counts them. Source: user guide, "Manage model access". */
export const intendedUsers = { internal: '0', external: '1', both: '2' } as const;
export type IntendedUsers = keyof typeof intendedUsers;

/** Who they are, to be read by people before it is declared. */
export const usersInWords: Readonly<Record<IntendedUsers, string>> = {
  internal: 'internal: only people of the organization',
  external: 'external: only people outside of it',
  both: 'both: people of the organization and outside of it',
};

/**
 * Industries as public samples of the form spell them. AWS documents a text of up to 128 characters
 * and no list; of other words some were reported to be refused.
 */
export const knownIndustries = ['Technology', 'Education', 'Energy', 'HealthCare'] as const;

/** How an industry is declared: by a known spelling, else as `Other` with the text beside it. */
export function industryFields(text: string) {
  const wanted = text.trim();
  const known = knownIndustries.find((each) => each.toLowerCase() === wanted.toLowerCase());
  return known === undefined
    ? { industryOption: wanted === '' ? '' : 'Other', otherIndustryOption: wanted }
    : { industryOption: known, otherIndustryOption: '' };
}

const text = (most: number) => z.string().trim().max(most, `at most ${most} characters are taken`);

/** Anthropic's use-case form, as Bedrock takes it: once for an account or organization. Limits are AWS'. */
const fields = z.object({
  companyName: text(128).min(1, 'a name is needed'),
  companyWebsite: text(128).refine(
    (given) => URL.canParse(given) && /^https?:$/.test(new URL(given).protocol),
    'a web address is needed, such as https://example.com',
  ),
  intendedUsers: z.enum(intendedUsers),
  industryOption: text(128).min(1, 'an industry is needed'),
  otherIndustryOption: text(128),
  useCases: text(8192).min(10, 'a sentence is needed'),
});

/** A form whose text fits: characters of other scripts and marks of JSON take several bytes each. */
export const useCaseForm = fields.refine(
  (form) => Buffer.byteLength(formText(form)) <= mostBytes,
  'the form is too long; describe the use case in fewer words',
);
export type UseCaseForm = z.infer<typeof fields>;

/** Who a form says that the users are. */
export function usersOf(form: UseCaseForm): IntendedUsers {
  if (form.intendedUsers === intendedUsers.internal) return 'internal';
  return form.intendedUsers === intendedUsers.external ? 'external' : 'both';
}

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
