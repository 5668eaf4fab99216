/**
 * A version of Azure's API: a date, of a preview with a suffix, or a name of the newer API without dates.
 * Source: "Azure OpenAI in Azure AI Foundry Models API lifecycle" of Microsoft's documents.
 */
const form = /^(?:\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:-preview)?|v1|preview|latest)$/;

/** Says what speaks against a version; undefined where nothing does. */
export const problemInApiVersion = (version: string): string | undefined =>
  form.test(version)
    ? undefined
    : 'is no version of Azure’s API: YYYY-MM-DD, YYYY-MM-DD-preview, v1, preview or latest';
