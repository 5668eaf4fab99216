import { awsAuth, awsSignIn } from './aws-sign-in.ts';
import { defineKind } from './define.ts';

/** AWS Bedrock. Source: BedrockConfiguration of the OpenAPI document. */
export const bedrock = defineKind({
  id: 'bedrock',
  title: 'AWS Bedrock',
  auth: awsAuth,
  fields: awsSignIn,
});
