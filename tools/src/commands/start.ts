export { start as run } from '../start/start.js';
