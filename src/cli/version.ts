/** The version of this program. */
export { version } from '../../package.json';
