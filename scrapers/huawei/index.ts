export { huaweiCalculator, huaweiCalculatorEu } from './calculator.ts';
export { huaweiEcs } from './ecs.ts';
export { huaweiModelarts } from './modelarts.ts';
