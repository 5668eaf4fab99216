import { describe, expect, test } from 'vitest';
import { problemInCustomHost } from '../../../../src/planes/portkey/custom-host.ts';

const onCloud = (text: string) => problemInCustomHost(text, { onCloud: true });
const selfHosted = (text: string) => problemInCustomHost(text, { onCloud: false });

describe('a custom host', () => {
  test.each(['https://llm.example.com/v1', 'http://llm.example.com:8080/v1', 'https://8.8.8.8/v1'])(
    '%s is taken',
    (text) => {
      expect(onCloud(text)).toBeUndefined();
    },
  );

  test.each([
    'llm.example.com/v1',
    'ftp://llm.example.com',
    'https://user:word@llm.example.com/v1',
    'https://llm.example.com/v1#a',
    'https://llm.example.com/v1#',
    `https://llm.example.com/${'a'.repeat(2048)}`,
  ])('is refused anywhere: %s', (text) => {
    expect(onCloud(text)).toBeDefined();
    expect(selfHosted(text)).toBeDefined();
  });

  test.each([
    'http://localhost:8000/v1',
    'http://127.0.0.1/v1',
    'http://10.1.2.3/v1',
    'http://192.168.0.1/v1',
    'http://2130706433/v1',
    'http://[::1]/v1',
    'http://[fd00:ec2::254]/v1',
    'http://[::ffff:10.0.0.1]/v1',
    'http://169.254.169.254/latest',
    'http://168.63.129.16/v1',
    'http://100.100.100.200/v1',
    'http://198.51.100.1/v1',
    'http://metadata.google.internal/v1',
    'http://vllm.models.svc/v1',
  ])('is refused in the cloud and taken by a self-hosted Portkey: %s', (text) => {
    expect(onCloud(text)).toMatch(/does not reach/);
    expect(selfHosted(text)).toBeUndefined();
  });
});
