import type { Accelerator } from './accelerator.ts';
import { accelerators, UNKNOWN } from './rows.ts';
import * as source from './sources.ts';

/** AMD's accelerators. */
export const AMD: readonly Accelerator[] = accelerators('amd', 'rocm', [
  {
    id: 'radeon-pro-v520',
    name: 'Radeon Pro V520',
    facts: { ...UNKNOWN, memoryGb: 8 },
    aliases: ['V520', 'g4ad'],
    source: [source.AWS],
    confidence: 'documented',
  },
  {
    id: 'mi210',
    name: 'MI210',
    facts: { ...UNKNOWN, memoryGb: 64, bandwidthGBps: 1600, fp16: 181 },
    source: [source.LLM_ANALYSIS, source.GPUHUNT],
    confidence: 'documented',
  },
  {
    id: 'mi250',
    name: 'MI250',
    facts: { ...UNKNOWN, memoryGb: 128, bandwidthGBps: 3200, fp16: 362 },
    source: [source.LLM_ANALYSIS, source.GPUHUNT],
    confidence: 'documented',
  },
  {
    id: 'mi250x',
    name: 'MI250X',
    facts: { ...UNKNOWN, memoryGb: 128, bandwidthGBps: 3280, fp16: 383 },
    source: [source.LLM_ANALYSIS, source.LLM_CAL],
    confidence: 'documented',
  },
  {
    id: 'mi300x',
    name: 'MI300X',
    facts: { ...UNKNOWN, memoryGb: 192, bandwidthGBps: 5300, fp16: 1307, fp8: 2615 },
    source: [source.INFERENCE_X, source.LLM_CAL],
    confidence: 'documented',
  },
  {
    id: 'mi308x',
    name: 'MI308X',
    facts: UNKNOWN,
    memoryBand: [118, 207.4],
    source: [source.GPUHUNT],
    confidence: 'reported',
    note: 'For China only. Sources give 128 or 192 GB.',
  },
  {
    id: 'mi325x',
    name: 'MI325X',
    facts: { ...UNKNOWN, memoryGb: 256, bandwidthGBps: 6000, fp16: 1307, fp8: 2615 },
    source: [source.INFERENCE_X, source.LLM_CAL],
    confidence: 'documented',
    note: 'One source gives 288 GB, as first announced.',
  },
  {
    id: 'mi350x',
    name: 'MI350X',
    facts: { ...UNKNOWN, memoryGb: 288, bandwidthGBps: 8000, fp16: 2300, fp8: 4614, fp4: 9200 },
    source: [source.DOSSIER],
    confidence: 'reported',
  },
  {
    id: 'mi355x',
    name: 'MI355X',
    facts: { ...UNKNOWN, memoryGb: 288, bandwidthGBps: 8000, fp16: 2516, fp8: 5033, fp4: 10066 },
    source: [source.INFERENCE_X],
    confidence: 'documented',
  },
  {
    id: 'mi455x',
    name: 'MI455X',
    facts: { ...UNKNOWN, memoryGb: 432, bandwidthGBps: 19600, fp8: 20000, fp4: 40000 },
    coming: true,
    source: [source.DOSSIER],
    confidence: 'reported',
    note: 'Announced.',
  },
]);
