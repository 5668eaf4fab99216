import { awsAuth, awsSignIn } from './aws-sign-in.ts';
import { defineKind, text, type KindField } from './define.ts';

/** Header values of SageMaker's InvokeEndpoint, by the end of their field's name. */
const headers = {
  custom_attributes: 'custom attributes of each request',
  target_model: 'model of a multi-model endpoint',
  target_variant: 'production variant',
  target_container_hostname: 'container of a multi-container endpoint',
  inference_id: 'id that captured data is found by',
  enable_explanations: 'expression that switches explanations on',
  inference_component: 'inference component',
  session_id: 'stateful session',
  model_name: 'name of the model',
} as const;

const fields: Readonly<Record<string, KindField>> = Object.fromEntries(
  Object.entries(headers).map(([end, label]) => [
    `amzn_sagemaker_${end}`,
    { schema: text, flag: `--${end.replaceAll('_', '-')} <text>`, label },
  ]),
);

/** AWS SageMaker. Source: SageMakerConfiguration of the OpenAPI document. */
export const sagemaker = defineKind({
  id: 'sagemaker',
  title: 'AWS SageMaker',
  auth: awsAuth,
  fields: { ...awsSignIn, ...fields },
});
