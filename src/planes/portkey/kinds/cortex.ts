import { defineKind, text } from './define.ts';

/** Snowflake Cortex. Source: CortexConfiguration of the OpenAPI document. */
export const cortex = defineKind({
  id: 'cortex',
  title: 'Snowflake Cortex',
  fields: {
    snowflake_account: {
      schema: text,
      flag: '--snowflake-account <name>',
      label: 'Snowflake account',
      requiredWhen: 'always',
    },
  },
});
