import type { BedrockControl } from '../../aws/account.ts';
import {
  formText,
  industryFields,
  intendedUsers,
  readForm,
  useCaseForm,
  type UseCaseForm,
} from '../../aws/use-case-form.ts';
import { PortaiError } from '../../core/errors.ts';
import { terminalLine } from '../../core/text/terminal.ts';
import type { Report } from '../ports.ts';
import type {
  FormAnswers,
  ModelAccessDependencies,
  ModelAccessRequest,
} from './model-access-request.ts';
import { fail } from '../../core/fail.ts';

/** The texts of the form in the order in which they are asked for, each with the flag that gives it. */
export const formFlags = {
  companyName: '--company-name <name>',
  companyWebsite: '--company-website <url>',
  industryOption: '--industry <name>',
  useCases: '--use-case <text>',
} as const;
export const usersFlag = '--users <who>';
const formFields = ['companyName', 'companyWebsite', 'industryOption', 'useCases'] as const;

/** What became of the form: `there` is one that was submitted before, and is not sent again. */
export type SubmittedForm = 'submitted' | 'there' | 'declined';

/**
 * Fills in Anthropic's use-case form, shows it, and submits it once that is decided; a dry run says what
 * it would come to. A form that is there already is never replaced.
 */
export async function submitForm(
  dependencies: ModelAccessDependencies,
  request: ModelAccessRequest,
): Promise<SubmittedForm> {
  const { control, report, show, decide } = dependencies;
  const before = await formBefore(control);
  if (before !== undefined) {
    const company = readForm(before)?.['companyName'];
    report.note(
      `The form was submitted before${company === undefined ? '' : `, for ${terminalLine(company)}`}; it is not sent again. Within 15 minutes of it, wait; after that, AWS holds the account not eligible: ask AWS Support.`,
    );
    return 'there';
  }
  if (!request.submitForm && !decide) {
    report.note(
      'The form was not submitted: --submit-use-case does so, with --company-name, --company-website, --industry, --use-case and --users.',
    );
    return 'declined';
  }
  if (!request.submitForm && !(await decide?.fillInForm())) return declined(report);
  const form = await fillIn(dependencies, request.form);
  await show.form(form);
  if (!request.submitForm && !(await decide?.submitForm())) return declined(report);
  if (request.dryRun) {
    report.note('Would submit it: bedrock:PutUseCaseForModelAccess. Nothing was sent.');
    return 'submitted';
  }
  await control.submitUseCase(formText(form));
  report.note('✓ Use-case form submitted.');
  return 'submitted';
}

/** Who may submit a form need not be allowed to read one. */
async function formBefore(control: BedrockControl): Promise<string | undefined> {
  try {
    return await control.useCase();
  } catch (error) {
    if (error instanceof PortaiError && error.failure.exit === 'forbidden') return undefined;
    throw error;
  }
}

function declined(report: Report): 'declined' {
  report.note('The form was not submitted; nothing was changed.');
  return 'declined';
}

async function fillIn(
  { decide }: ModelAccessDependencies,
  answers: FormAnswers,
): Promise<UseCaseForm> {
  const given: Record<string, string> = {};
  const missing: string[] = [];
  for (const field of formFields) {
    const value = answers[field] ?? (await decide?.formField(field));
    if (value === undefined) missing.push(formFlags[field]);
    given[field] = value ?? '';
  }
  const users = answers.users ?? (await decide?.intendedUsers());
  if (users === undefined) missing.push(usersFlag);
  if (missing.length > 0 || users === undefined) {
    throw fail('MissingFlags', `Missing for the use-case form: ${missing.join(', ')}`, {
      details: { missing: [missing] },
    });
  }
  const form = useCaseForm.safeParse({
    ...given,
    ...industryFields(given['industryOption'] ?? ''),
    intendedUsers: intendedUsers[users],
  });
  if (form.success) return form.data;
  const [issue] = form.error.issues;
  throw fail('Usage', `${flagOf(issue?.path[0])}: ${issue?.message ?? 'cannot be used'}`);
}

function flagOf(field: PropertyKey | undefined): string {
  const asked = field === 'otherIndustryOption' ? 'industryOption' : field;
  const known = formFields.find((each) => each === asked);
  return known === undefined ? 'The form' : formFlags[known];
}
