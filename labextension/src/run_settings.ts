/** The user's settings, which only say with what the form of a run begins. */

import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { Prefill } from './run_form';

const NOTHING: Prefill = { where: 'local', profile: '', experiment: '' };

/** Load the settings of the plugin `id`, and give a function that reads them as they are then. */
export function runPrefill(registry: ISettingRegistry | null, id: string): () => Prefill {
  let settings: ISettingRegistry.ISettings | null = null;
  registry
    ?.load(id)
    .then(loaded => {
      settings = loaded;
    })
    .catch(error => console.warn(`The settings of ${id} cannot be read: ${error}`));
  return () => ({ ...NOTHING, ...(settings?.composite as Partial<Prefill> | undefined) });
}
