#!/usr/bin/env node
import { runHere } from './program.ts';

await runHere(process.argv.slice(2));
