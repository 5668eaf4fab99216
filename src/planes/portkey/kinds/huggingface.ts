import { defineKind, text } from './define.ts';

/** Hugging Face. Source: HuggingFaceConfiguration of the OpenAPI document. */
export const huggingface = defineKind({
  id: 'huggingface',
  title: 'Hugging Face',
  fields: {
    huggingface_base_url: {
      schema: () => text().regex(/^https?:\/\//, 'is a whole URL'),
      flag: '--huggingface-url <url>',
      label: 'URL of an inference endpoint of your own',
    },
  },
});
