import { describe, expect, test } from 'vitest';
import {
  newExternalId,
  problemInExternalId,
  remarkOnExternalId,
} from '../../../../src/aws/iam-documents/external-id.ts';
import { portPrincipals, trustPolicy } from '../../../../src/aws/iam-documents/trust.ts';

describe('the trust policy', () => {
  test('lets both principals of Port assume the role with the external ID', () => {
    const policy = trustPolicy([portPrincipals.eu, portPrincipals.us], 'port-0123456789');
    expect(policy).toMatchInlineSnapshot(`
      {
        "Statement": [
          {
            "Action": "sts:AssumeRole",
            "Condition": {
              "StringEquals": {
                "sts:ExternalId": "port-0123456789",
              },
            },
            "Effect": "Allow",
            "Principal": {
              "AWS": [
                "arn:aws:iam::185657066287:role/port-ai-bring-your-own-llm-eu-west-1",
                "arn:aws:iam::185657066287:role/port-ai-bring-your-own-llm-us-east-1",
              ],
            },
            "Sid": "PortLlmGateway",
          },
        ],
        "Version": "2012-10-17",
      }
    `);
  });

  test('has no condition without an external ID', () => {
    expect(trustPolicy([portPrincipals.eu], undefined).Statement).toEqual([
      {
        Sid: 'PortLlmGateway',
        Effect: 'Allow',
        Principal: { AWS: [portPrincipals.eu] },
        Action: 'sts:AssumeRole',
      },
    ]);
  });
});

describe('an external ID', () => {
  test('that is new is 128 random bits in characters that need no encoding', () => {
    const made = Array.from({ length: 50 }, newExternalId);
    expect(new Set(made).size).toBe(50);
    for (const id of made) {
      expect(id).toMatch(/^port-[0-9a-f]{32}$/);
      expect(problemInExternalId(id, 'new role')).toBeUndefined();
    }
  });

  test.each([
    ['port-0123456789\n', /^begins or ends with a blank or a line end$/],
    [' port-0123456789', /^begins or ends with a blank or a line end$/],
    ['short', /^is shorter than 8 characters: AWS takes 2, but/],
    ['x'.repeat(1225), /^is longer than the 1,224 characters that AWS takes$/],
    ['port+0123456789', /AWS takes them, but a gateway may .*--role-arn$/],
    ['port/0123=456789', /AWS takes them, but a gateway may .*--role-arn$/],
    ['port"0123456789', /^holds other characters than letters, digits and "-"$/],
  ])('of a new role, %j: %s', (text, problem) => {
    expect(problemInExternalId(text, 'new role')).toMatch(problem);
  });

  test.each(['my_org.ext-0042', 'a/b', 'x@y', 'A1', 'k=v,w+x:y', 'x'.repeat(1224)])(
    'of a role that exists may be all that AWS takes: %j',
    (text) => {
      expect(problemInExternalId(text, 'existing role')).toBeUndefined();
    },
  );

  test.each(['', 'a', 'a b', 'é-0123456789', 'x'.repeat(1225), 'a"b', 'port-0123456789\n'])(
    'of a role that exists may not be what AWS refuses: %j',
    (text) => {
      expect(problemInExternalId(text, 'existing role')).toBeDefined();
    },
  );

  test('is remarked on only where a new one could not be so', () => {
    expect(remarkOnExternalId('my_org.ext-0042')).toContain('AWS takes it');
    expect(remarkOnExternalId(newExternalId())).toBeUndefined();
  });
});
