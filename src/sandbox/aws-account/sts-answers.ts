import { queryAnswers } from './query-answers.ts';

const answers = queryAnswers('https://sts.amazonaws.com/doc/2011-06-15/');

export const stsRefusal = answers.refusal;
export const stsSuccess = answers.success;
export const refusedStsSignature = answers.refusedSignature;
export const stsRefusals = answers.refusals(() => stsRefusal(403, 'AccessDenied', 'Access denied'));
