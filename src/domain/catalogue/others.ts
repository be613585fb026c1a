import type { Accelerator } from './accelerator.ts';
import { accelerators, type Row, UNKNOWN } from './rows.ts';
import * as source from './sources.ts';

const GOOGLE = accelerators('google', 'tpu', [
  {
    id: 'tpu-v5e',
    name: 'TPU v5e',
    facts: { ...UNKNOWN, memoryGb: 16, bandwidthGBps: 819, fp16: 197 },
    aliases: ['v5e', 'v5litepod', 'TPU v5 lite'],
    source: [source.DOSSIER],
    confidence: 'reported',
  },
  {
    id: 'tpu-v5p',
    name: 'TPU v5p',
    facts: { ...UNKNOWN, memoryGb: 95, bandwidthGBps: 2765, fp16: 459 },
    aliases: ['v5p'],
    source: [source.DOSSIER],
    confidence: 'reported',
  },
  {
    id: 'tpu-v6e',
    name: 'TPU v6e',
    facts: { ...UNKNOWN, memoryGb: 32, bandwidthGBps: 1640, fp16: 918 },
    aliases: ['v6e', 'Trillium'],
    source: [source.DOSSIER, source.VLLM_RECIPES, source.DATA_SHEET],
    confidence: 'reported',
    note: 'The bandwidth is recalled.',
  },
  {
    id: 'tpu-v7',
    name: 'TPU v7',
    facts: { ...UNKNOWN, memoryGb: 192, bandwidthGBps: 7370, fp16: 2307, fp8: 4614 },
    aliases: ['Ironwood', 'TPU7x'],
    source: [source.DOSSIER, source.VLLM_RECIPES, source.DATA_SHEET],
    confidence: 'reported',
    note: 'fp16 is recalled.',
  },
]);

const AMAZON = accelerators('aws', 'neuron', [
  {
    id: 'inferentia',
    name: 'Inferentia',
    facts: { ...UNKNOWN, memoryGb: 8 },
    aliases: ['Inferentia1', 'inf1'],
    source: [source.AWS],
    confidence: 'documented',
  },
  {
    id: 'inferentia2',
    name: 'Inferentia2',
    facts: { ...UNKNOWN, memoryGb: 32, bandwidthGBps: 820, fp16: 190 },
    aliases: ['inf2'],
    source: [source.AWS, source.DATA_SHEET],
    confidence: 'recalled',
    note: 'The memory is documented.',
  },
  {
    id: 'trainium',
    name: 'Trainium',
    facts: { ...UNKNOWN, memoryGb: 32, bandwidthGBps: 820, fp16: 190 },
    aliases: ['Trainium1', 'trn1', 'trn1n'],
    source: [source.AWS, source.DATA_SHEET],
    confidence: 'recalled',
    note: 'The memory is documented.',
  },
  {
    id: 'trainium2',
    name: 'Trainium2',
    facts: { ...UNKNOWN, memoryGb: 96, bandwidthGBps: 2900, fp16: 667, fp8: 1299 },
    aliases: ['trn2', 'trn2u'],
    source: [source.DOSSIER, source.DATA_SHEET],
    confidence: 'reported',
    note: 'Rates are recalled. EC2 once gave 512 GiB as the memory of one.',
  },
  {
    id: 'trainium3',
    name: 'Trainium3',
    facts: { ...UNKNOWN, memoryGb: 144, bandwidthGBps: 4900, fp8: 2517 },
    aliases: ['trn3'],
    source: [source.DOSSIER, source.DATA_SHEET],
    confidence: 'reported',
    note: 'fp8 is recalled.',
  },
]);

const INTEL = accelerators('intel', 'gaudi', [
  {
    id: 'gaudi',
    name: 'Gaudi',
    facts: { ...UNKNOWN, memoryGb: 32 },
    aliases: ['Gaudi1', 'HL-205', 'Gaudi HL-205', 'dl1'],
    source: [source.AWS, source.GPUHUNT],
    confidence: 'documented',
  },
  {
    id: 'gaudi2',
    name: 'Gaudi 2',
    facts: { ...UNKNOWN, memoryGb: 96, bandwidthGBps: 2450, fp16: 432, fp8: 865 },
    source: [source.LLM_CAL, source.DOSSIER],
    confidence: 'documented',
  },
  {
    id: 'gaudi3',
    name: 'Gaudi 3',
    facts: { ...UNKNOWN, memoryGb: 128, bandwidthGBps: 3700, fp16: 1835, fp8: 1835 },
    source: [source.LLM_CAL, source.DOSSIER],
    confidence: 'documented',
  },
]);

const QUALCOMM = accelerators('qualcomm', null, [
  {
    id: 'cloud-ai-100',
    name: 'Cloud AI 100',
    facts: { ...UNKNOWN, memoryGb: 16 },
    aliases: ['AI 100', 'Qualcomm AI 100', 'dl2q'],
    source: [source.AWS],
    confidence: 'documented',
    note: 'EC2 gives 16000 MiB.',
  },
]);

const CHINESE = [
  ...accelerators('cambricon', null, [
    memoryOnly('mlu590', 'MLU590', 80),
    memoryOnly('mlu370-x8', 'MLU370-X8', 48),
  ]),
  ...accelerators('kunlunxin', null, [
    memoryOnly('kunlun-p800', 'Kunlun P800', 96, { aliases: ['KunlunXin P800', '昆仑芯 P800'] }),
  ]),
  ...accelerators('hygon', null, [
    memoryOnly('k100-ai', 'K100 AI', 64, { aliases: ['K100AI', 'Hygon K100'] }),
  ]),
  ...accelerators('metax', null, [
    memoryOnly('metax-c500', 'MetaX C500', 64, { aliases: ['C500', 'MXC500', '曦云 C500'] }),
  ]),
  ...accelerators('moore-threads', null, [
    memoryOnly('mtt-s4000', 'MTT S4000', 48, { aliases: ['S4000'] }),
  ]),
  ...accelerators('biren', null, [
    memoryOnly('br100', 'BR100', 64, { aliases: ['Biren BR100', '壁仞 BR100'] }),
  ]),
];

/** Everyone's but NVIDIA's, AMD's and Huawei's. */
export const OTHERS: readonly Accelerator[] = [
  ...GOOGLE,
  ...AMAZON,
  ...INTEL,
  ...QUALCOMM,
  ...CHINESE,
];

function memoryOnly(
  id: string,
  name: string,
  memoryGb: number,
  more: Pick<Row, 'aliases'> = {},
): Row {
  const facts = { ...UNKNOWN, memoryGb };
  return { id, name, facts, ...more, source: [source.LLM_CAL], confidence: 'reported' };
}
