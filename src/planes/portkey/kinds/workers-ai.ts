import { defineKind, text } from './define.ts';

/** Cloudflare Workers AI. Source: WorkersAIConfiguration of the OpenAPI document. */
export const workersAi = defineKind({
  id: 'workers-ai',
  title: 'Cloudflare Workers AI',
  fields: {
    workers_ai_account_id: {
      schema: text,
      flag: '--account-id <id>',
      label: 'Cloudflare account',
      requiredWhen: 'always',
    },
  },
});
