import type { BedrockControl } from '../../aws/account.ts';
import type { Context } from '../../cli/context.ts';
import {
  formText,
  industryFields,
  intendedUsers,
  knownIndustries,
  readForm,
  useCaseForm,
  usersInWords,
  usersOf,
  type IntendedUsers,
  type UseCaseForm,
} from '../../aws/use-case-form.ts';
import { PortaiError, usageError } from '../../core/errors.ts';
import { cell } from '../../ui/style.ts';
import type { ModelAccessFlags } from './model-access-flags.ts';

/** The texts that are asked for, each with its flag. */
const questions = [
  ['companyName', 'companyName', '--company-name <name>', 'Name of the company'],
  ['companyWebsite', 'companyWebsite', '--company-website <url>', 'Its web address'],
  ['industryOption', 'industry', '--industry <name>', 'Its industry'],
  ['useCases', 'useCase', '--use-case <text>', 'What the models are for'],
] as const;

const usersFlag = '--users <who>';

/**
 * Fills in the form, shows it, and submits it once somebody says yes. False when nothing was sent, nor
 * would be without --dry-run. A form that is there already is never replaced.
 */
export async function submitForm(
  context: Context,
  control: BedrockControl,
  flags: ModelAccessFlags,
): Promise<boolean> {
  const { ask, out } = context;
  const before = await formBefore(control);
  if (before !== undefined) {
    const company = readForm(before)?.['companyName'];
    out.note(
      `The form was submitted before${company === undefined ? '' : `, for ${cell(company)}`}; it is not sent again. Within 15 minutes of it, wait; after that, AWS holds the account not eligible: ask AWS Support.`,
    );
    return false;
  }
  if (!flags.submitUseCase && !ask.available) {
    out.note(
      'The form was not submitted: --submit-use-case does so, with --company-name, --company-website, --industry, --use-case and --users.',
    );
    return false;
  }
  const fills =
    flags.submitUseCase ||
    (await ask.confirm({
      message: "Fill in Anthropic's use-case form now",
      flag: '--submit-use-case',
      suggestion: true,
    }));
  if (!fills) return declined(out);
  const form = await fillIn(context, flags);
  await out.notice(form, renderForm);
  const sends =
    flags.submitUseCase ||
    (await ask.confirm({
      message: 'Submit it to AWS and Anthropic',
      flag: '--submit-use-case',
      suggestion: false,
    }));
  if (!sends) return declined(out);
  if (flags.dryRun) {
    out.note('Would submit it: bedrock:PutUseCaseForModelAccess. Nothing was sent.');
    return true;
  }
  await control.submitUseCase(formText(form));
  out.note('✓ Use-case form submitted.');
  return true;
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

function declined(out: Context['out']): false {
  out.note('The form was not submitted; nothing was changed.');
  return false;
}

async function fillIn({ ask }: Context, flags: ModelAccessFlags): Promise<UseCaseForm> {
  const given: Record<string, string> = {};
  const missing: string[] = [];
  for (const [field, name, flag, message] of questions) {
    const value = flags[name];
    if (value === undefined && !ask.available) missing.push(flag);
    given[field] =
      value ??
      (ask.available
        ? await ask.text({
            message,
            flag,
            ...(field === 'industryOption' ? { hint: `${knownIndustries.join(', ')}, other` } : {}),
            check: (text) =>
              useCaseForm.shape[field].safeParse(text).error?.issues[0]?.message ?? true,
          })
        : '');
  }
  const users = usersGiven(flags) ?? (ask.available ? await askForUsers(ask) : undefined);
  if (users === undefined) missing.push(usersFlag);
  if (missing.length > 0 || users === undefined) {
    throw usageError(`Missing for the use-case form: ${missing.join(', ')}`, {
      name: 'MissingFlags',
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
  const flag = flagOf(issue?.path[0]);
  throw usageError(`${flag}: ${issue?.message ?? 'cannot be used'}`);
}

/** The old flag said "people outside use it too". */
const usersGiven = ({ users, usersOutside }: ModelAccessFlags): IntendedUsers | undefined =>
  users ?? (usersOutside ? 'both' : undefined);

function askForUsers(ask: Context['ask']): Promise<IntendedUsers> {
  const choice = (value: IntendedUsers) => ({ name: usersInWords[value], short: value, value });
  return ask.pick({ message: 'Who is going to use the models', flag: usersFlag }, [
    choice('internal'),
    choice('external'),
    choice('both'),
  ]);
}

function flagOf(field: PropertyKey | undefined): string {
  const asked = field === 'otherIndustryOption' ? 'industryOption' : field;
  return questions.find(([name]) => name === asked)?.[2] ?? 'The form';
}

/** All that is declared, in the words in which it is sent. */
function renderForm(form: UseCaseForm): string {
  const { industryOption, otherIndustryOption } = form;
  return [
    ['company', form.companyName],
    ['website', form.companyWebsite],
    [
      'industry',
      otherIndustryOption === '' ? industryOption : `${industryOption}: ${otherIndustryOption}`,
    ],
    ['users', usersInWords[usersOf(form)]],
    ['use case', form.useCases],
  ]
    .map(([label = '', value = '']) => `  ${label.padEnd(9)} ${cell(value)}`)
    .join('\n');
}
