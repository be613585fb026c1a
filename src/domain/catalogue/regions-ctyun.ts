import type { Region } from './region.ts';
import { regionsOf } from './region-rows.ts';

const INFERRED = { confidence: 'inferred' } as const;

/**
 * CTyun's resource pools by the ids of its API. That its ids name a city is reported; which city the
 * four outside mainland China stand in is read from their codes (`cfbr-fsao1`, `cfae-fdxb1`).
 */
export const REGIONS_CTYUN: readonly Region[] = regionsOf(
  'ctyun',
  {
    source: 'CtyunRegionIdMap of yunion.io/x/cloudmux, package ctyun (read 2026-11)',
    confidence: 'reported',
  },
  [
    ['200000001858', 'São Paulo', 'BR', INFERRED],
    ['200000001859', 'Dubai', 'AE', INFERRED],
    ['200000001860', 'Frankfurt', 'DE', INFERRED],
    ['200000001861', 'Singapore', 'SG', INFERRED],
    ['07323cf87fa811ea977e0242ac110002', 'Lhasa', 'CN'],
    ['200000001627', 'Fuzhou', 'CN'],
    ['200000001681', 'Liaoyang', 'CN'],
    ['200000001703', 'Qingdao', 'CN'],
    ['200000001704', 'Nanning', 'CN'],
    ['200000001781', 'Wuhan', 'CN'],
    ['200000001788', 'Ürümqi', 'CN'],
    ['200000001790', 'Shanghai', 'CN'],
    ['200000001852', 'North China 2', 'CN'],
    ['200000002368', 'South-West China 1', 'CN'],
    ['200000002401', 'Changsha', 'CN'],
    ['200000002527', 'Nanchang', 'CN'],
    ['200000002530', 'South China 2', 'CN'],
    ['21c52b2a876e11ea9f6a0242ac110002', 'Hangzhou', 'CN'],
    ['22c0f506ef1d11ea80620242ac110002', 'Nanjing', 'CN'],
    ['276826f4313311eaaae30242ac110002', 'Wuhan', 'CN'],
    ['2cdd393e876f11ea98880242ac110002', "Ya'an", 'CN'],
    ['4009c41a876e11eabdc50242ac110002', 'Wuhu', 'CN'],
    ['415089caaea711eab0790242ac110002', 'Kunming', 'CN'],
    ['45d9efdad66f11ec9aab0242ac110002', 'Hefei', 'CN'],
    ['461f819e6e3e11ea9ad30242ac110002', 'Fujian', 'CN'],
    ['49829300a71211ea95240242ac110002', 'Jinzhong', 'CN'],
    ['52c69bbc042411ec8dac0242ac110002', 'Nanjing', 'CN'],
    ['6019b5007a0b11eab5db0242ac110002', 'Hohhot', 'CN'],
    ['60a39fca876e11ea91cf0242ac110002', 'Nanjing', 'CN'],
    ['705213b6876e11eaa5740242ac110002', 'Haikou', 'CN'],
    ['7dcbf0ba919c11ea83d60242ac110002', 'Tianjin', 'CN'],
    ['8062c840876e11ea9d060242ac110002', 'Wuhan', 'CN'],
    ['8d11979c4d5d11eab0520242ac110002', 'Foshan', 'CN'],
    ['8ef3dba6876e11ea8c2a0242ac110002', 'Nanning', 'CN'],
    ['9833d24065a211eaa6070242ac110002', 'Chenzhou', 'CN'],
    ['9859b8964d5d11eaba270242ac110002', 'Jiangxi', 'CN'],
    ['990ba31c22ec11eaaebd0242ac110002', 'Hunan', 'CN'],
    ['995b39bae63811ec8c4b0242ac110002', 'Guangzhou', 'CN'],
    ['a10d954c70f411eab3650242ac110002', 'Chongqing', 'CN'],
    ['a17034a4794111eaaa590242ac110002', 'Shanghai', 'CN'],
    ['a2ed23940b3911ea98040242ac110002', 'Shanxi', 'CN'],
    ['aaf589124d5d11eaa04d0242ac110002', 'Guiyang', 'CN'],
    ['ad51908ca3db11ea96c20242ac110002', 'Harbin', 'CN'],
    ['aefabf04a3df11eaa3650242ac110002', 'Zhengzhou', 'CN'],
    ['b6bb383e876c11ea8a5e0242ac110002', 'Beijing', 'CN'],
    ['b7e069bc876e11eaa4c00242ac110002', "Xi'an", 'CN'],
    ['bb9fdb42056f11eda1610242ac110002', 'East China 1', 'CN'],
    ['d7d93102848711ea9ff10242ac110002', 'Fuzhou', 'CN'],
    ['dc3aceb4412211ecb8e70242ac110002', "Xi'an", 'CN'],
    ['dff35c48876e11eaadc90242ac110002', 'Lanzhou', 'CN'],
    ['eeed8c16e13111e9a5b40242ac110002', 'Nanjing', 'CN'],
  ],
);
