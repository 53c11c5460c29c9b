/** Words and figures that several parts show. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { RunState, RunStep } from './protocol';

const MINUTE = 60;
const SIGNIFICANT_DIGITS = 6;

/** Give a duration for reading: `0.4 s`, `12 s`, `3 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds < MINUTE) {
    return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  }
  return `${Math.floor(seconds / MINUTE)} min ${Math.round(seconds % MINUTE)} s`;
}

/** Give a measured number for reading, without the digits that nobody compares. */
export function figure(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(SIGNIFICANT_DIGITS)));
}

/** Give the word for the state of a run or a step. */
export function stateWord(status: RunState['status'] | RunStep['status'], trans: TranslationBundle): string {
  const words = {
    waiting: trans.__('waiting'),
    running: trans.__('running'),
    cancelling: trans.__('being cancelled'),
    succeeded: trans.__('succeeded'),
    failed: trans.__('failed'),
    skipped: trans.__('skipped'),
    cancelled: trans.__('cancelled'),
    lost: trans.__('out of reach')
  };
  return words[status];
}
