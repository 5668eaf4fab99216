import { usersInWords, usersOf, type UseCaseForm } from '../../aws/use-case-form.ts';
import { cell } from '../style.ts';

/** Shows all that is declared, in the words in which it is sent. */
export function renderUseCaseForm(form: UseCaseForm): string {
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
