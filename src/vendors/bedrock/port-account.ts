/** The AWS account of Port's LLM gateway, whose roles assume those of organizations. */
export const portAccount = '185657066287';
