import { fieldsOf, type Fields } from '../../../core/text/json.ts';
import { textsOf, tokens } from '../rows.ts';
import type { StatedFacts } from '../served-model.ts';
import type { Server } from '../server.ts';

const route = 'GET /models';

function factsOf(row: Fields): StatedFacts {
  const parameters = textsOf(row, 'supported_parameters');
  const outputs = textsOf(fieldsOf(row['architecture']), 'output_modalities');
  const source = `${route}: supported_parameters`;
  return {
    ...tokens(row, 'context_length', route),
    ...(parameters && {
      temperature: { value: parameters.includes('temperature'), source },
      reasoningEffort: { value: parameters.includes('reasoning'), source },
      structuredOutputs: { value: parameters.includes('structured_outputs'), source },
    }),
    ...(outputs && !outputs.includes('text')
      ? { otherUse: { value: 'no model that writes text', source: `${route}: output_modalities` } }
      : {}),
  };
}

/** OpenRouter, whose list has all that it knows. Source: its models API, the Model object. */
export const openrouter: Server = {
  title: 'OpenRouter',
  shownBy: ({ base, rows }) => {
    if (base.startsWith('https://openrouter.ai/')) return 'proof';
    return rows.some((row) => row['canonical_slug'] !== undefined && row['top_provider'])
      ? 'proof'
      : undefined;
  },
  facts: factsOf,
};
