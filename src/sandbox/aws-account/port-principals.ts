/**
 * The account of Port's gateway, and the roles in it that assume those of customers (Port's guide). IAM
 * resolves no others there. They stand here once more so that a slip in what portai writes is noticed.
 */

export const portAccount = '185657066287';

export const portRoles = ['eu-west-1', 'us-east-1'].map(
  (region) => `arn:aws:iam::${portAccount}:role/port-ai-bring-your-own-llm-${region}`,
);
