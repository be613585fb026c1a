import type { Accelerator } from './accelerator.ts';

/** What makers call the families their chips come in: ids, and the name of the family. */
const FAMILIES: readonly (readonly [ids: RegExp, name: string])[] = [
  [/^ascend-910b/, 'Ascend 910B'],
  [/^ascend-910c/, 'Ascend 910C'],
  [/^ascend-910a?$/, 'Ascend 910'],
  [/^ascend-310|^atlas-300i/, 'Ascend 310'],
  [/^ascend-950|^atlas-350/, 'Ascend 950'],
  [/^ascend-960/, 'Ascend 960'],
  [/^ascend-970/, 'Ascend 970'],
  [/^rubin/, 'Rubin'],
  [/^(?:b\d+a?|gb\d+)(?:-|$)|^rtx-pro-|^rtx-50[89]0|^rtx-6000d/, 'Blackwell'],
  [/^g?h\d+(?:-|$)/, 'Hopper'],
  [/^l\d+s?(?:-|$)|^rtx-40|-ada$/, 'Ada Lovelace'],
  [/^a(?:2|10g?|16|30|40|100|800)(?:-|$)|^rtx-a|^rtx-30/, 'Ampere'],
  [/^t4|^quadro-rtx/, 'Turing'],
  [/^v100/, 'Volta'],
  [/^p\d+$|^gtx-10/, 'Pascal'],
  [/^m60/, 'Maxwell'],
  [/^k80/, 'Kepler'],
  [/^mi2\d\d/, 'MI200'],
  [/^mi3[02]\d/, 'MI300'],
  [/^mi35/, 'MI350'],
  [/^mi4/, 'MI400'],
  [/^radeon/, 'Radeon Pro'],
];

/** The generation of an accelerator as its maker names it; its own name where it is one of a kind. */
export function generationOf({ id, name }: Pick<Accelerator, 'id' | 'name'>): string {
  return FAMILIES.find(([ids]) => ids.test(id))?.[1] ?? name;
}
