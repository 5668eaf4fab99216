import { defineKind, text } from './define.ts';

/** Databricks. Source: Portkey's documents, which write the names in camel case. */
export const databricks = defineKind({
  id: 'databricks',
  title: 'Databricks',
  fields: {
    databricks_workspace: {
      schema: text,
      flag: '--databricks-workspace <name>',
      label: 'Databricks workspace',
      requiredWhen: 'always',
    },
    databricks_serving_endpoint_name: {
      schema: text,
      flag: '--serving-endpoint <name>',
      label: 'serving endpoint',
    },
  },
});
