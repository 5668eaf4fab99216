import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { defineKind, text, yesOrNo } from './define.ts';

const serviceAccount = once(() =>
  z.looseObject(
    {
      type: z.literal('service_account', 'is no key file of a service account'),
      project_id: z.string('lacks project_id'),
      private_key: z.string('lacks private_key'),
    },
    'is no JSON object',
  ),
);

/** Google Vertex AI. Source: VertexAIConfiguration of the OpenAPI document, and the backend's changelog. */
export const vertexAi = defineKind({
  id: 'vertex-ai',
  title: 'Google Vertex AI',
  auth: {
    field: 'vertex_auth_type',
    flag: '--vertex-auth <way>',
    modes: [
      { id: 'serviceAccount', title: 'key file of a service account' },
      { id: 'basic', title: 'access token', key: true },
      { id: 'workload', title: 'workload identity' },
    ],
  },
  fields: {
    vertex_region: {
      schema: text,
      flag: '--vertex-region <region>',
      label: 'region of Vertex AI',
      hint: 'such as us-central1, or global',
      requiredWhen: 'always',
    },
    vertex_project_id: {
      schema: text,
      flag: '--project <id>',
      label: 'Google Cloud project',
      requiredWhen: ['basic', 'workload'],
    },
    vertex_service_account_json: {
      schema: serviceAccount,
      flag: '--service-account',
      label: 'key file of the service account',
      secret: true,
      inFile: true,
      requiredWhen: ['serviceAccount'],
      onlyWhen: ['serviceAccount'],
    },
    vertex_skip_ptu_cost_attribution: {
      schema: yesOrNo,
      flag: '--skip-ptu-cost',
      label: 'count no cost for provisioned throughput',
    },
    vertex_map_metadata: {
      schema: yesOrNo,
      flag: '--map-metadata',
      label: 'send Portkey’s metadata as labels',
    },
    is_key_required: {
      schema: yesOrNo,
      flag: '--key-required',
      label: 'ask for a key with every request',
    },
  },
});
