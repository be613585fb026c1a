export { CERTIFIED, connectorThrough } from './connector.ts';
export { CLOSED_ADDRESS, type Gate, openGate, type Resolve } from './gate.ts';
export { urlFault } from './urls.ts';
