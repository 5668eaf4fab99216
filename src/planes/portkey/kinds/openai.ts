import { defineKind, text } from './define.ts';

/** OpenAI. Source: OpenAIConfiguration of the OpenAPI document. */
export const openai = defineKind({
  id: 'openai',
  title: 'OpenAI',
  fields: {
    openai_organization: {
      schema: text,
      flag: '--openai-organization <id>',
      label: 'organization that requests are counted for',
    },
    openai_project: {
      schema: text,
      flag: '--openai-project <id>',
      label: 'project that requests are counted for',
    },
  },
});
