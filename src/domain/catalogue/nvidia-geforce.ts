import type { Accelerator } from './accelerator.ts';
import { accelerators, type Row, UNKNOWN } from './rows.ts';
import * as source from './sources.ts';

/** NVIDIA's consumer cards. */
export const NVIDIA_GEFORCE: readonly Accelerator[] = accelerators('nvidia', 'cuda', [
  memoryOnly('gtx-1050', 'GTX 1050', 2),
  memoryOnly('gtx-1050-ti', 'GTX 1050 Ti', 4),
  {
    id: 'gtx-1080',
    name: 'GTX 1080',
    facts: { ...UNKNOWN, year: 2016, memoryGb: 8 },
    aliases: ['GeForce GTX 1080'],
    source: [
      "Hetzner's server auction, as kept in github.com/gpuhunt/gpuhunt (2026-03)",
      source.DATA_SHEET,
    ],
    confidence: 'recalled',
    note: 'The name is documented. Rates not looked up.',
  },
  memoryOnly('rtx-3070', 'RTX 3070', 8),
  memoryOnly('rtx-3080', 'RTX 3080', 10),
  memoryOnly('rtx-3080-ti', 'RTX 3080 Ti', 12),
  {
    id: 'rtx-3090',
    name: 'RTX 3090',
    facts: { ...UNKNOWN, year: 2020, memoryGb: 24, bandwidthGBps: 936, fp16: 71 },
    source: [source.DOSSIER, source.HUGGING_FACE],
    confidence: 'documented',
    note: 'fp16 with fp32 accumulation.',
  },
  memoryOnly('rtx-3090-ti', 'RTX 3090 Ti', 24),
  memoryOnly('rtx-4070-ti', 'RTX 4070 Ti', 12),
  memoryOnly('rtx-4080', 'RTX 4080', 16),
  memoryOnly('rtx-4080-super', 'RTX 4080 SUPER', 16),
  {
    id: 'rtx-4090',
    name: 'RTX 4090',
    facts: { ...UNKNOWN, year: 2022, memoryGb: 24, bandwidthGBps: 1008, fp16: 165, fp8: 330 },
    source: [source.LLM_CAL, source.HUGGING_FACE],
    confidence: 'documented',
    note: 'Cards of 48 GB are modified ones.',
  },
  {
    id: 'rtx-4090d',
    name: 'RTX 4090D',
    facts: { ...UNKNOWN, year: 2023, memoryGb: 24, bandwidthGBps: 1008, fp16: 147 },
    source: [source.LLM_CAL, source.HUGGING_FACE],
    confidence: 'documented',
    note: 'The rate is rounded. Cards of 48 GB are modified ones.',
  },
  memoryOnly('rtx-5080', 'RTX 5080', 16),
  {
    id: 'rtx-5090',
    name: 'RTX 5090',
    facts: { year: 2025, memoryGb: 32, bandwidthGBps: 1792, fp16: 210, fp8: 419, fp4: 1676 },
    source: [source.HUGGING_FACE, source.VLLM_RECIPES, source.DATA_SHEET],
    confidence: 'recalled',
    note: 'The memory is documented; rates are rounded.',
  },
  {
    id: 'rtx-5090d',
    name: 'RTX 5090D',
    facts: { ...UNKNOWN, year: 2025, memoryGb: 32, bandwidthGBps: 1792 },
    source: [source.HUGGING_FACE, source.DATA_SHEET],
    confidence: 'recalled',
    note: 'The memory is documented.',
  },
]);

function memoryOnly(id: string, name: string, memoryGb: number): Row {
  const facts = { ...UNKNOWN, memoryGb };
  return { id, name, facts, source: [source.RUNPOD], confidence: 'documented' };
}
