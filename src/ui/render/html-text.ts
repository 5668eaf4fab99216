import { terminalLine } from '../../core/text/terminal.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text of a server as text of a page: no markup of it is left, and no control characters. */
export const htmlText = (value: string): string =>
  terminalLine(value).replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

/** What a page is allowed: its own styles, and nothing from anywhere. */
export const pagePolicy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;
