import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { defineKind, text } from './define.ts';

/** A file ends with a line break, which a key may keep. */
const privateKey = once(() =>
  z.string().regex(/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'is no private key in PEM'),
);

/**
 * Oracle OCI Generative AI. Source: Portkey's documents, which write the names in camel case; that the API
 * takes them in snake case, as all others, is inferred.
 */
export const oracle = defineKind({
  id: 'oracle',
  title: 'Oracle OCI Generative AI',
  key: 'none',
  fields: {
    oracle_region: {
      schema: text,
      flag: '--oracle-region <text>',
      label: 'region of OCI',
      requiredWhen: 'always',
    },
    oracle_tenancy: {
      schema: text,
      flag: '--oracle-tenancy <text>',
      label: 'OCID of the tenancy',
      requiredWhen: 'always',
    },
    oracle_compartment_id: {
      schema: text,
      flag: '--oracle-compartment-id <text>',
      label: 'OCID of the compartment',
      requiredWhen: 'always',
    },
    oracle_user: {
      schema: text,
      flag: '--oracle-user <text>',
      label: 'OCID of the user',
      requiredWhen: 'always',
    },
    oracle_fingerprint: {
      schema: text,
      flag: '--oracle-fingerprint <text>',
      label: 'fingerprint of the user’s API key',
      requiredWhen: 'always',
    },
    oracle_private_key: {
      schema: privateKey,
      flag: '--oracle-private-key',
      label: 'private key of the user, in PEM',
      secret: true,
      inFile: true,
      requiredWhen: 'always',
    },
    oracle_key_passphrase: {
      schema: text,
      flag: '--oracle-key-passphrase',
      label: 'passphrase of the private key',
      secret: true,
    },
    oracle_api_version: {
      schema: text,
      flag: '--oracle-api-version <text>',
      label: 'version of the API, such as 20231130',
    },
  },
});
