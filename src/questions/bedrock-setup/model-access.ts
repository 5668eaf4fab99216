import {
  knownIndustries,
  useCaseForm,
  usersInWords,
  type IntendedUsers,
} from '../../aws/use-case-form.ts';
import type { ModelAccessDecisions } from '../../operations/bedrock-setup/model-access-request.ts';
import { formFlags, usersFlag } from '../../operations/bedrock-setup/use-case-form.ts';
import type { Asker } from '../../operations/ports.ts';

const labels = {
  companyName: 'Name of the company',
  companyWebsite: 'Its web address',
  industryOption: 'Its industry',
  useCases: 'What the models are for',
} as const;

/** Asks about Anthropic's use-case form and the terms of models. */
export function askAboutModelAccess(ask: Asker): ModelAccessDecisions {
  const confirm = (message: string, flag: string, suggestion: boolean) =>
    ask.confirm({ message, flag, suggestion });
  const users = (value: IntendedUsers) => ({ name: usersInWords[value], short: value, value });
  return {
    fillInForm: () =>
      confirm(
        "Fill in Anthropic's use-case form now",
        '--submit-use-case with the flags of the form',
        true,
      ),
    formField: (field) =>
      ask.text({
        message: labels[field],
        flag: formFlags[field],
        ...(field === 'industryOption' ? { hint: `${knownIndustries.join(', ')}, other` } : {}),
        check: (text) => useCaseForm.shape[field].safeParse(text).error?.issues[0]?.message ?? true,
      }),
    intendedUsers: () =>
      ask.pick({ message: 'Who is going to use the models', flag: usersFlag }, [
        users('internal'),
        users('external'),
        users('both'),
      ]),
    submitForm: () => confirm('Submit it to AWS and Anthropic', '--submit-use-case', false),
    acceptTerms: (model) =>
      confirm(
        `Accept the terms of ${model} for this account`,
        `--accept-agreement ${model}`,
        false,
      ),
  };
}
