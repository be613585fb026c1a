/** What the systems that recipes and rates are published for are made of: canonical accelerator ids. */

export const H200 = ['h200', 'h200-sxm'];
export const B200 = ['b200-sxm'];
export const A2 = ['ascend-910b1', 'ascend-910b2', 'ascend-910b3', 'ascend-910b4-1', 'ascend-910b'];
export const A3 = ['ascend-910c'];
export const A5 = ['ascend-950', 'ascend-950pr', 'ascend-950dt'];
